"""Which events a room follows from is found without reading the rest of its log."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0015_event_mentions'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('kind', 'room')), fields=['room', 'kind', 'seq'], name='event_room_changes'),
        ),
    ]
