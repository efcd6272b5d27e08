from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0026_directory"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("archive room", "archive room"),
                    ("ban", "ban"),
                    ("create token", "create token"),
                    ("announce", "announce"),
                    ("change workspace", "change workspace settings"),
                    ("create invitation", "create invitation"),
                    ("delete account", "delete account"),
                    ("delete file", "delete file"),
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
                    ("make room private", "make room private"),
                    ("make room public", "make room public"),
                    ("make staff", "make moderator of the workspace"),
                    ("remove picture", "remove picture"),
                    ("remove profile text", "remove profile text"),
                    ("remove second factor", "remove second factor"),
                    ("reset room", "reset room"),
                    ("revoke invitation", "revoke invitation"),
                    ("restore message", "restore message"),
                    ("revoke token", "revoke token"),
                    ("set up workspace", "set up workspace"),
                    ("suspend", "suspend"),
                    ("unarchive room", "unarchive room"),
                    ("unban", "lift ban"),
                    ("unmake administrator", "remove administrator role"),
                    ("unmake moderator", "remove moderator role"),
                    ("unmake owner", "remove owner role"),
                    ("unmake staff", "remove staff role"),
                    ("use invitation", "use invitation"),
                    ("begin room anew", "reset room"),
                    ("let in again", "lift suspension"),
                    ("open room again", "unarchive room"),
                ],
                max_length=32,
                verbose_name="action",
            ),
        ),
    ]
