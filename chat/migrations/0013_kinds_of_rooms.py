"""Rooms are public, private or direct conversations. All that were there are public."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0012_roles_and_policies")]

    operations = [
        migrations.AddField(
            "room",
            "kind",
            models.CharField(
                "kind",
                max_length=16,
                choices=[("public", "Public"), ("private", "Private"), ("direct", "Direct conversation")],
                default="public",
                editable=False,
            ),
        ),
        migrations.AddField(
            "room",
            "people",
            models.CharField(
                max_length=297,
                unique=True,
                null=True,
                editable=False,
                help_text="the keys of the people of a direct conversation, sorted, with commas between them",
            ),
        ),
        migrations.AddIndex(
            "room", models.Index(fields=["kind", "archived_at", "slug"], name="room_by_kind")
        ),
    ]
