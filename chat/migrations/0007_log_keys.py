from django.db import migrations, models

# As in chat.storage.log_keys, as it was when this migration was written.
OPTIONS = {"validator": {"_id": {"$regex": "/"}}, "validationLevel": "strict"}


def begin_with_new_keys(apps, schema_editor):
    """A new log has its final keys from the start. One of an older version waits for `upgrade_log`.

    Where there is no room yet, nobody can say anything, so the empty collection can be made again. (Changing
    its options would need the role dbAdmin.)
    """
    database = schema_editor.connection.database
    events = database["chat_event"]
    if database["chat_room"].find_one() or events.find_one() or "validator" in events.options():
        return
    indexes = [dict(index) for index in events.list_indexes() if index["name"] != "_id_"]
    events.drop()
    database.create_collection("chat_event", **OPTIONS)
    database.command("createIndexes", "chat_event", indexes=indexes)


class Migration(migrations.Migration):
    """Ids of events are unique in their rooms: the key of an event is its room and its id."""

    dependencies = [("chat", "0006_tokens_expire")]

    operations = [
        migrations.AddField(
            model_name="instance",
            name="level",
            field=models.IntegerField(default=0, help_text="what it can do beside instances of other versions"),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="event",
                    name="id",
                    field=models.CharField(
                        db_column="_id", max_length=101, primary_key=True, serialize=False
                    ),
                ),
            ]
        ),
        migrations.RunPython(begin_with_new_keys, migrations.RunPython.noop),
    ]
