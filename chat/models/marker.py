from django.db import models

from chat.models.keys import KeyField


class Marker(models.Model):
    """How far somebody has read in a room: everything up to `seq`. It never goes back."""

    id = KeyField()
    user = models.ForeignKey(
        "chat.User", models.CASCADE, db_column="user", related_name="markers", db_index=False
    )
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "room"], name="one_marker")]
