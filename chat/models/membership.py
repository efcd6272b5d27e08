from django.db import models

from chat.models.keys import KeyField


class Membership(models.Model):
    """Somebody belongs to a room, and in which part."""

    class Role(models.TextChoices):
        MEMBER = "member"
        MODERATOR = "moderator"
        OWNER = "owner"

    id = KeyField()
    room = models.ForeignKey(
        "chat.Room", models.CASCADE, db_column="room", related_name="memberships", db_index=False
    )
    user = models.ForeignKey("chat.User", models.CASCADE, db_column="user", related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["joined_at"]
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="one_membership")]
        indexes = [
            models.Index(fields=["room", "joined_at"], name="members_by_joining"),
            models.Index(fields=["room", "role"], name="members_by_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.room_id}"
