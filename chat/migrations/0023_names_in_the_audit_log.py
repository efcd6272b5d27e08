"""Actions of the audit log by plain names. Safe to run again."""

from typing import Any

from django.db import migrations, models

FORMER = {
    "begin room anew": "reset room",
    "let in again": "lift suspension",
    "open room again": "unarchive room",
}
CHOICES = [
    ("archive room", "archive room"),
    ("ban", "ban"),
    ("create token", "create token"),
    ("announce", "announce"),
    ("delete account", "delete account"),
    ("delete message", "delete message"),
    ("delete room", "delete room"),
    ("import room", "import room"),
    ("kick", "remove from room"),
    ("lift suspension", "lift suspension"),
    ("make administrator", "make administrator"),
    ("make guest", "make guest"),
    ("make member", "make member"),
    ("make moderator", "make moderator"),
    ("make owner", "make owner"),
    ("make staff", "make moderator of the workspace"),
    ("remove second factor", "remove second factor"),
    ("reset room", "reset room"),
    ("restore message", "restore message"),
    ("revoke token", "revoke token"),
    ("suspend", "suspend"),
    ("unarchive room", "unarchive room"),
    ("unban", "lift ban"),
    ("unmake administrator", "remove administrator role"),
    ("unmake moderator", "remove moderator role"),
    ("unmake owner", "remove owner role"),
    ("unmake staff", "remove staff role"),
    ("begin room anew", "reset room"),
    ("let in again", "lift suspension"),
    ("open room again", "unarchive room"),
]


def rename(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("chat", "AuditEntry").objects
    for former, action in FORMER.items():
        entries.filter(action=former).update(action=action)


class Migration(migrations.Migration):
    dependencies = [("chat", "0022_profiles")]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(choices=CHOICES, max_length=32, verbose_name="action"),
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
