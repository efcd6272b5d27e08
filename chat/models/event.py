from django.db import models


class Event(models.Model):
    """One line of a room's log. Only chat.log writes here, and it never changes what it wrote.

    `id` is the UUID that the client made (a hyphenated text, as on the wire). The author's names are
    kept as they were then. Which of the last five fields are set depends on `kind`.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message"
        EDIT = "edit"
        DELETE = "delete"
        RESTORE = "restore"
        REACTION = "reaction"

    id = models.CharField(primary_key=True, max_length=36, db_column="_id")
    room = models.ForeignKey(
        "chat.Room", models.DO_NOTHING, db_column="room", related_name="+", db_index=False
    )
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=32, choices=Kind)
    author = models.ForeignKey(
        "chat.User", models.DO_NOTHING, db_column="author", related_name="+", db_index=False
    )
    author_username = models.CharField(max_length=32)
    author_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    text = models.TextField(null=True)
    reply_to = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    emoji = models.CharField(max_length=32, null=True)
    on = models.BooleanField(null=True)

    class Meta:
        db_table = "chat_event"
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="event_place")]
        indexes = [
            models.Index(
                fields=["room", "target", "seq"], name="event_changes", condition=models.Q(target__gt=0)
            ),
            models.Index(fields=["at", "id"], name="event_by_time"),
            models.Index(fields=["author", "at", "id"], name="event_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq} {self.kind}"
