from django.db import models

from chat.models.keys import KeyField


class Ban(models.Model):
    """Somebody may not enter a room. Taken back by deleting it, through chat.actions.moderation."""

    id = KeyField()
    room = models.ForeignKey(
        "chat.Room", models.CASCADE, db_column="room", related_name="bans", db_index=False
    )
    user = models.ForeignKey("chat.User", models.CASCADE, db_column="user", related_name="bans")
    by = models.ForeignKey("chat.User", models.SET_NULL, null=True, db_column="by", related_name="+")
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="one_ban")]
        indexes = [models.Index(fields=["at", "id"], name="ban_by_time")]

    def __str__(self) -> str:
        return f"{self.user} from {self.room_id}"
