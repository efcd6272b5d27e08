import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import chat.models.keys

BEFORE = "event_messages"


def drop_where_nothing_is_stored(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before reads it, as long as it runs beside this one (chat.storage.log_indexes). On a new
    database it does not."""
    events = schema_editor.connection.database["chat_event"]  # type: ignore[attr-defined]
    if events.find_one({}, {"_id": 1}) is None and BEFORE in events.index_information():
        events.drop_index(BEFORE)


class Migration(migrations.Migration):
    """Replies in threads, and who follows these. No event is written: those that are in no thread have no such
    field."""

    dependencies = [("chat", "0024_coming_in")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField("event", "thread", models.BigIntegerField(null=True)),
                migrations.AddField("event", "also", models.BooleanField(null=True)),
                migrations.RemoveIndex(model_name="event", name=BEFORE),
            ]
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["room", "thread", "seq"], name="event_shown", condition=models.Q(kind="message")
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["room", "seq"], name="event_also", condition=models.Q(kind="message", also=True)
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["room", "thread", "seq", "kind", "author", "at"],
                name="event_threads",
                condition=models.Q(thread__gt=0),
            ),
        ),
        migrations.CreateModel(
            name="FollowedThread",
            fields=[
                (
                    "id",
                    chat.models.keys.KeyField(
                        db_column="_id",
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("thread", models.BigIntegerField()),
                ("read", models.BigIntegerField(default=0)),
                ("since", models.BigIntegerField(default=0)),
                (
                    "room",
                    models.ForeignKey(
                        db_column="room",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="chat.room",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_column="user",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "followed thread",
                "verbose_name_plural": "followed threads",
                "indexes": [models.Index(fields=["room", "thread"], name="followers_of_thread")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "room", "thread"), name="one_followed_thread"
                    )
                ],
            },
        ),
        migrations.RunPython(drop_where_nothing_is_stored, migrations.RunPython.noop),
    ]
