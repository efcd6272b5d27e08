from django.db import migrations, models


class Migration(migrations.Migration):
    """Entries of replies that only their thread shows. No entry is written: others have no such field."""

    dependencies = [("for_you", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField("foryouentry", "thread", models.BigIntegerField(null=True)),
            ]
        )
    ]
