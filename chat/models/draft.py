from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField


class Draft(models.Model):
    """What somebody has begun to write and not posted, in a room or in a thread of it. `thread`: the seq of
    the thread's first message, 0 for the room itself."""

    id = KeyField()
    user = models.ForeignKey("chat.User", models.CASCADE, db_column="user", related_name="+", db_index=False)
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    thread = models.BigIntegerField(default=0)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "room", "thread"], name="one_draft")]
        indexes = [
            models.Index(fields=["user", "at"], name="drafts_by_age"),
            models.Index(fields=["room"], name="drafts_of_room"),
        ]
