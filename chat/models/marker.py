from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField


class Marker(models.Model):
    """How far somebody has read in a room: everything up to `seq`. It goes back only where they say so."""

    id = KeyField()
    user = models.ForeignKey(
        "chat.User", models.CASCADE, db_column="user", related_name="markers", db_index=False
    )
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    seq = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("read marker")
        verbose_name_plural = _("read markers")
        constraints = [models.UniqueConstraint(fields=["user", "room"], name="one_marker")]
