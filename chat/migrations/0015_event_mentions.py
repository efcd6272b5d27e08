import django_mongodb_backend.fields
from django.db import migrations, models

import chatsite.mongo.indexes


class Migration(migrations.Migration):
    """Messages that mention somebody are found without reading the others.

    No document is written: events that mention nobody have no such field, and are not in the index.
    """

    dependencies = [("chat", "0014_shown_messages")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="event",
                    name="mentions",
                    field=django_mongodb_backend.fields.ArrayField(
                        base_field=models.CharField(max_length=36), null=True
                    ),
                )
            ]
        ),
        migrations.AddIndex(
            model_name="event",
            index=chatsite.mongo.indexes.PresentIndex(
                fields=["room", "mentions", "seq"], name="event_mentions"
            ),
        ),
    ]
