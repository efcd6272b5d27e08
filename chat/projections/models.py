from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectionState(models.Model):
    """How far a projection has read the log, and which process reads for it (chat.projections.leases).

    `term` grows with each new holder, so that an old one cannot store a position any more. Everything that
    was stored before `watermark` has been handled; `token` is the place in the change stream.
    """

    name = models.CharField(_("name"), primary_key=True, max_length=64, db_column="_id")
    holder = models.CharField(_("read by"), max_length=160, default="")
    term = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(_("lease ends"), null=True)
    token = models.JSONField(null=True)
    watermark = models.DateTimeField(_("read up to"), null=True)
    handled = models.BigIntegerField(_("events handled"), default=0)
    rebuilt_at = models.DateTimeField(_("rebuilt"), null=True)

    class Meta:
        verbose_name = _("projection")
        verbose_name_plural = _("projections")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SetAsideEvent(models.Model):
    """An event that a projection could not handle, and why. `id`: projection, room and seq."""

    id = models.CharField(primary_key=True, max_length=160, db_column="_id")
    projection = models.CharField(_("projection"), max_length=64)
    room = models.CharField(_("room"), max_length=64)
    seq = models.BigIntegerField(_("number"))
    error = models.TextField(_("error"))
    attempts = models.IntegerField(_("attempts"), default=0)
    at = models.DateTimeField(_("last attempt"))

    class Meta:
        verbose_name = _("event set aside")
        verbose_name_plural = _("events set aside")
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["projection", "at"], name="set_aside_of"),
            models.Index(fields=["at"], name="set_aside_by_age"),
        ]

    def __str__(self) -> str:
        return self.id
