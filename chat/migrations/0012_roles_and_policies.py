"""Policies of rooms, guests, and up to which event a room follows from its log. Columns with defaults and an index
only: an instance of the version before goes on without them."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0011_kinds_of_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='room',
            name='changed_by',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='room',
            name='policy_invite',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('moderators', 'Moderators only')], default='everyone', max_length=16, verbose_name='who may add people'),
        ),
        migrations.AddField(
            model_name='room',
            name='policy_mention',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('moderators', 'Moderators only')], default='everyone', max_length=16, verbose_name='who may mention everyone'),
        ),
        migrations.AddField(
            model_name='room',
            name='policy_pin',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('moderators', 'Moderators only')], default='everyone', max_length=16, verbose_name='who may pin messages'),
        ),
        migrations.AddField(
            model_name='room',
            name='policy_post',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('moderators', 'Moderators only')], default='everyone', max_length=16, verbose_name='who may post'),
        ),
        migrations.AddField(
            model_name='room',
            name='policy_slow',
            field=models.PositiveIntegerField(default=0, help_text='seconds between two messages of one person', validators=[django.core.validators.MaxValueValidator(21600)], verbose_name='slow mode'),
        ),
        migrations.AddField(
            model_name='user',
            name='is_guest',
            field=models.BooleanField(default=False, editable=False, verbose_name='guest'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['is_guest', 'username'], name='user_by_guests'),
        ),
    ]
