"""The audit log names the roles that somebody is given. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0019_lists_by_seq'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=[('archive room', 'archive room'), ('ban', 'ban'), ('begin room anew', 'reset room'), ('create token', 'create token'), ('announce', 'announce'), ('delete account', 'delete account'), ('delete message', 'delete message'), ('delete room', 'delete room'), ('import room', 'import room'), ('kick', 'remove from room'), ('let in again', 'lift suspension'), ('make administrator', 'make administrator'), ('make guest', 'make guest'), ('make member', 'make member'), ('make moderator', 'make moderator'), ('make owner', 'make owner'), ('make staff', 'make moderator of the workspace'), ('open room again', 'unarchive room'), ('restore message', 'restore message'), ('revoke token', 'revoke token'), ('suspend', 'suspend'), ('unban', 'lift ban'), ('unmake administrator', 'remove administrator role'), ('unmake moderator', 'remove moderator role'), ('unmake owner', 'remove owner role'), ('unmake staff', 'remove staff role')], max_length=32, verbose_name='action'),
        ),
    ]
