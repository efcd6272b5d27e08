"""The attribute is named for what it holds, a user. Its column stays `person`: nothing changes in the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("chat", "0008_latest_changes")]

    operations = [migrations.RenameField("auditentry", "person", "user")]
