"""What people say of themselves beside their names. Accounts that a version before made lack these fields:
they are read as None."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.text.quiet_hours import QuietHours

PRONOUNS, ABOUT, STATUS = 40, 250, 100  # characters at most


class Profile(models.Model):
    """The part of User that its owner fills in. `picture`: the digest of the picture, "" without one."""

    pronouns = models.CharField(_("pronouns"), max_length=PRONOUNS, blank=True)
    about = models.CharField(_("about"), max_length=ABOUT, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    picture = models.CharField(max_length=32, blank=True, editable=False)
    status_emoji = models.CharField(max_length=32, blank=True, editable=False)
    status_text = models.CharField(max_length=STATUS, blank=True, editable=False)
    status_until = models.DateTimeField(null=True, blank=True, editable=False)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)  # minutes of the day
    quiet_to = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    quiet_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def quiet_hours(self) -> QuietHours:
        return QuietHours(self.quiet_from, self.quiet_to, self.quiet_until, self.zone or "")
