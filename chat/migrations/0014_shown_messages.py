"""The messages of a room in order, for pages without the events between them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0013_kinds_of_rooms")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["room", "seq"], name="event_messages", condition=models.Q(kind="message")
            ),
        ),
    ]
