from django.db import migrations, models


class Migration(migrations.Migration):
    """What was done to a message last is found without reading what was done before."""

    dependencies = [("chat", "0007_log_keys")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("target__gt", 0)),
                fields=["room", "kind", "target", "seq"],
                name="event_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("emoji__gt", "")),
                fields=["room", "target", "emoji", "author_username", "seq", "on"],
                name="event_reactions",
            ),
        ),
    ]
