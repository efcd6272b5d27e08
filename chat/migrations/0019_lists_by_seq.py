"""The lists of events by kind and by author in shorter keys: each message is written to both indexes."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BEFORE = ("event_by_kind", "event_by_author")


def drop_where_nothing_is_stored(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before reads these, as long as it runs beside this one (chat.storage.log_indexes). On a new
    database it does not."""
    events = schema_editor.connection.database["chat_event"]  # type: ignore[attr-defined]
    if events.find_one({}, {"_id": 1}) is None:
        for name in set(BEFORE) & set(events.index_information()):
            events.drop_index(name)


class Migration(migrations.Migration):
    dependencies = [("chat", "0018_drafts")]

    operations = [
        migrations.AlterModelOptions(
            name="event",
            options={
                "ordering": ["-at", "-seq"],
                "verbose_name": "event",
                "verbose_name_plural": "events",
            },
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["kind", "at", "seq"], name="event_of_kind"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["author", "at", "seq"], name="event_of_author"),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveIndex(model_name="event", name=name) for name in BEFORE]
        ),
        migrations.RunPython(drop_where_nothing_is_stored, migrations.RunPython.noop),
    ]
