from django.db import models
from django.utils.translation import gettext_lazy as _


class Instance(models.Model):
    """The heartbeat of one serving process. An old `seen_at` means that it has ended."""

    class Layer(models.TextChoices):
        """The channel layer, with its health."""

        MEMORY = "memory", _("In memory")
        REDIS = "redis", _("Redis")
        BROKEN = "redis, broken", _("Redis, not answering")

    name = models.CharField(_("name"), primary_key=True, max_length=128, db_column="_id")
    started_at = models.DateTimeField(_("started"))
    seen_at = models.DateTimeField(_("last seen"))
    sockets = models.IntegerField(_("connections"), default=0)
    people = models.IntegerField(_("people"), default=0)
    rooms = models.IntegerField(_("rooms"), default=0)
    layer = models.CharField(
        _("channel layer"), max_length=16, choices=Layer, help_text=_("memory, or redis with its health")
    )
    pid = models.IntegerField(_("process"))
    level = models.IntegerField(
        _("compatibility level"), default=0, help_text=_("what it can do beside instances of other versions")
    )

    class Meta:
        verbose_name = _("instance")
        verbose_name_plural = _("instances")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
