"""Which kinds of events there are is not the database's to know (chat.events.kinds): nothing changes in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0010_labels")]

    operations = [migrations.AlterField("event", "kind", models.CharField("kind", max_length=32))]
