from django.db import models

from chat.models.keys import KeyField


class AuditEntry(models.Model):
    """Who moderated what, when and why. Written by actions; nobody changes or deletes it."""

    id = KeyField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("chat.User", models.DO_NOTHING, null=True, db_column="by", related_name="+")
    by_name = models.CharField("by whom", max_length=60, help_text="a person, or the command that did it")
    action = models.CharField(max_length=32)
    room = models.ForeignKey(
        "chat.Room", models.DO_NOTHING, null=True, db_column="room", related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "chat.User", models.DO_NOTHING, null=True, db_column="person", related_name="+"
    )
    seq = models.BigIntegerField(null=True, help_text="which message of the room")
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name_plural = "audit log"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at", "id"], name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.action}"
