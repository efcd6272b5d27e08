from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose message a moderator deleted or restored, and why, in the event itself.

    Events without it stay as they are: no document is written, however long the log is.
    """

    dependencies = [("chat", "0002_members_by_role")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="event",
                    name="moderated",
                    field=models.CharField(
                        help_text="whose message a moderator deleted or restored", max_length=32, null=True
                    ),
                ),
                migrations.AddField(
                    model_name="event",
                    name="reason",
                    field=models.CharField(max_length=250, null=True),
                ),
            ]
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("moderated__gt", "")), fields=["at", "seq"], name="event_moderation"
            ),
        ),
    ]
