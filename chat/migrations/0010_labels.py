"""Names of fields and models, as people read them. Nothing changes in the database."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0009_auditentry_user'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.AlterModelOptions(
            name='auditentry',
            options={'ordering': ['-at', '-id'], 'verbose_name': 'audit log entry', 'verbose_name_plural': 'audit log'},
        ),
        migrations.AlterModelOptions(
            name='ban',
            options={'ordering': ['-at', '-id'], 'verbose_name': 'ban', 'verbose_name_plural': 'bans'},
        ),
        migrations.AlterModelOptions(
            name='event',
            options={'ordering': ['-at', '-id'], 'verbose_name': 'event', 'verbose_name_plural': 'events'},
        ),
        migrations.AlterModelOptions(
            name='goneroom',
            options={'verbose_name': 'deleted room', 'verbose_name_plural': 'deleted rooms'},
        ),
        migrations.AlterModelOptions(
            name='instance',
            options={'ordering': ['name'], 'verbose_name': 'instance', 'verbose_name_plural': 'instances'},
        ),
        migrations.AlterModelOptions(
            name='marker',
            options={'verbose_name': 'read marker', 'verbose_name_plural': 'read markers'},
        ),
        migrations.AlterModelOptions(
            name='membership',
            options={'ordering': ['joined_at'], 'verbose_name': 'membership', 'verbose_name_plural': 'memberships'},
        ),
        migrations.AlterModelOptions(
            name='notice',
            options={'ordering': ['-seq'], 'verbose_name': 'notice', 'verbose_name_plural': 'notices'},
        ),
        migrations.AlterModelOptions(
            name='room',
            options={'ordering': ['slug'], 'verbose_name': 'room', 'verbose_name_plural': 'rooms'},
        ),
        migrations.AlterModelOptions(
            name='token',
            options={'ordering': ['-created_at', '-id'], 'verbose_name': 'access token', 'verbose_name_plural': 'access tokens'},
        ),
        migrations.AlterModelOptions(
            name='user',
            options={'ordering': ['username'], 'verbose_name': 'user', 'verbose_name_plural': 'users'},
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=[('archive room', 'archive room'), ('ban', 'ban'), ('begin room anew', 'reset room'), ('create token', 'create token'), ('announce', 'announce'), ('delete account', 'delete account'), ('delete message', 'delete message'), ('delete room', 'delete room'), ('import room', 'import room'), ('kick', 'remove from room'), ('let in again', 'lift suspension'), ('make administrator', 'make administrator'), ('make moderator', 'make moderator'), ('make owner', 'make owner'), ('make staff', 'make staff'), ('open room again', 'unarchive room'), ('restore message', 'restore message'), ('revoke token', 'revoke token'), ('suspend', 'suspend'), ('unban', 'lift ban'), ('unmake administrator', 'remove administrator role'), ('unmake moderator', 'remove moderator role'), ('unmake owner', 'remove owner role'), ('unmake staff', 'remove staff role')], max_length=32, verbose_name='action'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='time'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='by',
            field=models.ForeignKey(db_column='by', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='reason',
            field=models.CharField(blank=True, max_length=250, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='room',
            field=models.ForeignKey(db_column='room', db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='chat.room', verbose_name='room'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='seq',
            field=models.BigIntegerField(help_text='which message of the room', null=True, verbose_name='message'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='user',
            field=models.ForeignKey(db_column='person', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AlterField(
            model_name='ban',
            name='at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='time'),
        ),
        migrations.AlterField(
            model_name='ban',
            name='by',
            field=models.ForeignKey(db_column='by', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AlterField(
            model_name='ban',
            name='reason',
            field=models.CharField(blank=True, max_length=250, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='ban',
            name='room',
            field=models.ForeignKey(db_column='room', db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='bans', to='chat.room', verbose_name='room'),
        ),
        migrations.AlterField(
            model_name='ban',
            name='user',
            field=models.ForeignKey(db_column='user', on_delete=django.db.models.deletion.CASCADE, related_name='bans', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AlterField(
            model_name='event',
            name='at',
            field=models.DateTimeField(verbose_name='time'),
        ),
        migrations.AlterField(
            model_name='event',
            name='author',
            field=models.ForeignKey(db_column='author', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('message', 'message'), ('edit', 'edit'), ('delete', 'deletion'), ('restore', 'restoration'), ('reaction', 'reaction')], max_length=32, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='event',
            name='room',
            field=models.ForeignKey(db_column='room', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='chat.room', verbose_name='room'),
        ),
        migrations.AlterField(
            model_name='event',
            name='seq',
            field=models.BigIntegerField(verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='event',
            name='text',
            field=models.TextField(null=True, verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='layer',
            field=models.CharField(help_text='memory, or redis with its health', max_length=16, verbose_name='channel layer'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='level',
            field=models.IntegerField(default=0, help_text='what it can do beside instances of other versions', verbose_name='compatibility level'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='name',
            field=models.CharField(db_column='_id', max_length=128, primary_key=True, serialize=False, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='people',
            field=models.IntegerField(default=0, verbose_name='people'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='pid',
            field=models.IntegerField(verbose_name='process'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='rooms',
            field=models.IntegerField(default=0, verbose_name='rooms'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='seen_at',
            field=models.DateTimeField(verbose_name='last seen'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='sockets',
            field=models.IntegerField(default=0, verbose_name='connections'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='started_at',
            field=models.DateTimeField(verbose_name='started'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='joined_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='joined'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('member', 'Member'), ('moderator', 'Moderator'), ('owner', 'Owner')], default='member', max_length=16, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='room',
            field=models.ForeignKey(db_column='room', db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='chat.room', verbose_name='room'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='user',
            field=models.ForeignKey(db_column='user', on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='at',
            field=models.DateTimeField(verbose_name='time'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(max_length=32, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='seq',
            field=models.BigIntegerField(db_column='_id', primary_key=True, serialize=False, verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='room',
            name='archived_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived'),
        ),
        migrations.AlterField(
            model_name='room',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='created'),
        ),
        migrations.AlterField(
            model_name='room',
            name='created_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by'),
        ),
        migrations.AlterField(
            model_name='room',
            name='title',
            field=models.CharField(blank=True, max_length=80, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='room',
            name='topic',
            field=models.CharField(blank=True, max_length=250, verbose_name='topic'),
        ),
        migrations.AlterField(
            model_name='token',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='created'),
        ),
        migrations.AlterField(
            model_name='token',
            name='expires_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='expires'),
        ),
        migrations.AlterField(
            model_name='token',
            name='label',
            field=models.CharField(blank=True, max_length=80, verbose_name='label'),
        ),
        migrations.AlterField(
            model_name='token',
            name='last_used_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last used'),
        ),
        migrations.AlterField(
            model_name='token',
            name='user',
            field=models.ForeignKey(db_column='user', on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AlterField(
            model_name='user',
            name='suspended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='suspended'),
        ),
    ])]
