from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField


class Membership(models.Model):
    """Somebody belongs to a room, in which role, and what they set for themselves there.

    `level`: what of the room they are notified of; `favourite`: whether it stands first in their list. A
    membership that an older version stored has neither field, which is `all` and no favourite.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MODERATOR = "moderator", _("Moderator")
        OWNER = "owner", _("Owner")

    class Level(models.TextChoices):
        ALL = "all", _("All messages")
        MENTIONS = "mentions", _("Only what is for me")
        NOTHING = "nothing", _("Nothing")

    id = KeyField()
    room = models.ForeignKey(
        "chat.Room",
        models.CASCADE,
        db_column="room",
        related_name="memberships",
        db_index=False,
        verbose_name=_("room"),
    )
    user = models.ForeignKey(
        "chat.User", models.CASCADE, db_column="user", related_name="memberships", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.MEMBER)
    level = models.CharField(max_length=16, choices=Level, default=Level.ALL)
    favourite = models.BooleanField(default=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at"]
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="one_membership")]
        indexes = [
            models.Index(fields=["room", "joined_at"], name="members_by_joining"),
            models.Index(fields=["room", "role"], name="members_by_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.room_id}"
