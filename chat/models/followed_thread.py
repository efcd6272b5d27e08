from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField


class FollowedThread(models.Model):
    """A thread that somebody follows, and how far they have read there. `thread`: the seq of its first
    message; `read`: every reply up to it is read; `since`: the replies above it are for them."""

    id = KeyField()
    user = models.ForeignKey("chat.User", models.CASCADE, db_column="user", related_name="+", db_index=False)
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    thread = models.BigIntegerField()
    read = models.BigIntegerField(default=0)
    since = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("followed thread")
        verbose_name_plural = _("followed threads")
        constraints = [models.UniqueConstraint(fields=["user", "room", "thread"], name="one_followed_thread")]
        indexes = [models.Index(fields=["room", "thread"], name="followers_of_thread")]
