from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField


class Ban(models.Model):
    """Somebody may not enter a room. Lifted by deleting it, through chat.actions.moderation."""

    id = KeyField()
    room = models.ForeignKey(
        "chat.Room",
        models.CASCADE,
        db_column="room",
        related_name="bans",
        db_index=False,
        verbose_name=_("room"),
    )
    user = models.ForeignKey(
        "chat.User", models.CASCADE, db_column="user", related_name="bans", verbose_name=_("user")
    )
    by = models.ForeignKey(
        "chat.User", models.SET_NULL, null=True, db_column="by", related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="one_ban")]
        indexes = [models.Index(fields=["at", "id"], name="ban_by_time")]

    def __str__(self) -> str:
        return gettext("%(user)s from %(room)s") % {"user": self.user, "room": self.room_id}
