from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """What must reach open sockets and is no room's event: bans, suspensions, revoked tokens, news.

    A log of its own with gapless `seq`, appended like a room's. The channel layer makes a notice fast;
    every instance reads this log, which makes it sure. Kinds and their data: chat.storage.notice_log.
    """

    seq = models.BigIntegerField(_("number"), primary_key=True, db_column="_id")
    kind = models.CharField(_("kind"), max_length=32)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return gettext("Notice %(number)s") % {"number": self.seq}
