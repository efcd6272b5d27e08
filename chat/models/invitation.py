from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from chat.models.keys import KeyField
from chat.models.user import User

MOST_ROOMS = 20  # rooms of one link
MOST_USES = 1000
MOST_DAYS = 365
MOST_ADDRESSES = 20  # that are written to at a time


class Invitation(models.Model):
    """A link by which people join a workspace, and rooms of it. Only its digest is kept.

    `rooms`: the ids of the rooms that are joined. `email`: the one address that it is for, and where it was
    sent; empty for a link that anybody may use who has it. `role` is that of accounts made by it.
    """

    class Validity(models.TextChoices):
        ACTIVE = "active", _("Active")
        USED = "used", _("Used up")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    ROLES = (User.Role.MEMBER, User.Role.GUEST)

    id = KeyField()
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        "chat.User", models.CASCADE, db_column="made_by", related_name="+", verbose_name=_("made by")
    )
    role = models.CharField(
        _("role"), max_length=16, choices=[(role.value, role.label) for role in ROLES], default="member"
    )
    rooms = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("rooms"))
    email = models.EmailField(_("email address"), blank=True, db_index=True)
    uses = models.PositiveIntegerField(_("uses allowed"), default=1)
    used = models.PositiveIntegerField(_("times used"), default=0)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["created_at", "id"], name="invitation_by_making"),
            models.Index(fields=["rooms", "created_at", "id"], name="invitation_of_room"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def state(self) -> "Invitation.Validity":
        """By what is stored here; whether its maker may still invite is in chat.permissions.invitations."""
        if self.revoked_at is not None:
            return self.Validity.REVOKED
        if self.used >= self.uses:
            return self.Validity.USED
        return self.Validity.EXPIRED if self.expires_at <= datetime.now(UTC) else self.Validity.ACTIVE
