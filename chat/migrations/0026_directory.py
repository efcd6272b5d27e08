"""What the list of all rooms is sorted by is kept with each room; invitations are read page by page."""

from django.db import migrations, models

from chat.storage import event_log, member_counts


def fill(apps, schema_editor):
    """Safe to run again. Rooms that an older instance makes meanwhile: `manage.py rebuild directory`."""
    member_counts.recount()
    rooms = schema_editor.connection.get_collection("chat_room")
    for room in rooms.find({"active_at": None}, {"_id": 1}):
        newest = event_log.collection().find_one(
            {"room": room["_id"], "kind": "message"}, {"at": 1}, sort=[("seq", -1)]
        )
        if newest is not None:
            at = newest["at"].replace(second=0, microsecond=0)
            rooms.update_one({"_id": room["_id"]}, {"$max": {"active_at": at}})


class Migration(migrations.Migration):
    dependencies = [("chat", "0025_threads")]

    operations = [
        migrations.RemoveIndex(model_name="invitation", name="invitation_by_room"),
        migrations.AddField(
            model_name="room",
            name="active_at",
            field=models.DateTimeField(
                editable=False, help_text="when its newest message was posted, to the minute", null=True
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="member_count",
            field=models.IntegerField(
                default=0,
                editable=False,
                help_text="how many people belong to it (chat.storage.member_counts)",
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(choices=[('archive room', 'archive room'), ('ban', 'ban'), ('create token', 'create token'), ('announce', 'announce'), ('change workspace', 'change workspace settings'), ('create invitation', 'create invitation'), ('delete account', 'delete account'), ('delete message', 'delete message'), ('delete room', 'delete room'), ('import room', 'import room'), ('kick', 'remove from room'), ('lift suspension', 'lift suspension'), ('make administrator', 'make administrator'), ('make guest', 'make guest'), ('make member', 'make member'), ('make moderator', 'make moderator'), ('make owner', 'make owner'), ('make room private', 'make room private'), ('make room public', 'make room public'), ('make staff', 'make moderator of the workspace'), ('remove picture', 'remove picture'), ('remove profile text', 'remove profile text'), ('remove second factor', 'remove second factor'), ('reset room', 'reset room'), ('revoke invitation', 'revoke invitation'), ('restore message', 'restore message'), ('revoke token', 'revoke token'), ('set up workspace', 'set up workspace'), ('suspend', 'suspend'), ('unarchive room', 'unarchive room'), ('unban', 'lift ban'), ('unmake administrator', 'remove administrator role'), ('unmake moderator', 'remove moderator role'), ('unmake owner', 'remove owner role'), ('unmake staff', 'remove staff role'), ('use invitation', 'use invitation'), ('begin room anew', 'reset room'), ('let in again', 'lift suspension'), ('open room again', 'unarchive room')], max_length=32, verbose_name="action"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["rooms", "created_at", "id"], name="invitation_of_room"),
        ),
        migrations.AddIndex(
            model_name="room",
            index=models.Index(
                fields=["kind", "archived_at", "-member_count", "slug"], name="room_by_members"
            ),
        ),
        migrations.AddIndex(
            model_name="room",
            index=models.Index(fields=["kind", "archived_at", "-active_at", "slug"], name="room_by_activity"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
