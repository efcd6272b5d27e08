from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from chat.events.kinds import MESSAGE, ROOM_CHANGE, label_of
from chatsite.mongo.indexes import PresentIndex


class Event(models.Model):
    """One line of a room's log. Only chat.storage.event_log writes here, and it never changes what it wrote.

    `id` is the key: the room and, behind a slash, the UUID that the client made
    (chat.storage.log_keys). The author's names are kept as they were then.
    Which of the other fields are set depends on `kind` (chat.events.kinds), which may store more than these.
    `moderated` and `reason` are not on the wire: the audit log follows from them.
    """

    id = models.CharField(primary_key=True, max_length=101, db_column="_id")
    room = models.ForeignKey(
        "chat.Room",
        models.DO_NOTHING,
        db_column="room",
        related_name="+",
        db_index=False,
        verbose_name=_("room"),
    )
    seq = models.BigIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=32)
    author = models.ForeignKey(
        "chat.User",
        models.DO_NOTHING,
        db_column="author",
        related_name="+",
        db_index=False,
        verbose_name=_("author"),
    )
    author_username = models.CharField(max_length=32)
    author_name = models.CharField(max_length=60)
    at = models.DateTimeField(_("time"))
    text = models.TextField(_("text"), null=True)
    reply_to = models.BigIntegerField(null=True)
    thread = models.BigIntegerField(null=True)
    also = models.BooleanField(null=True)
    target = models.BigIntegerField(null=True)
    emoji = models.CharField(max_length=32, null=True)
    on = models.BooleanField(null=True)
    mentions = ArrayField(models.CharField(max_length=36), null=True)
    moderated = models.CharField(
        max_length=32, null=True, help_text=_("whose message a moderator deleted or restored")
    )
    reason = models.CharField(max_length=250, null=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        db_table = "chat_event"
        ordering = ["-at", "-seq"]
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="event_place")]
        indexes = [
            models.Index(
                fields=["room", "target", "seq"], name="event_changes", condition=models.Q(target__gt=0)
            ),
            models.Index(
                fields=["room", "kind", "target", "seq"],
                name="event_latest",
                condition=models.Q(target__gt=0),
            ),
            models.Index(
                fields=["room", "target", "emoji", "author_username", "seq", "on"],
                name="event_reactions",
                condition=models.Q(emoji__gt=""),
            ),
            models.Index(
                fields=["room", "thread", "seq"], name="event_shown", condition=models.Q(kind=MESSAGE)
            ),
            models.Index(
                fields=["room", "seq"], name="event_also", condition=models.Q(kind=MESSAGE, also=True)
            ),
            models.Index(
                fields=["room", "thread", "seq", "kind", "author", "at"],
                name="event_threads",
                condition=models.Q(thread__gt=0),
            ),
            PresentIndex(fields=["room", "mentions", "seq"], name="event_mentions"),
            models.Index(fields=["at", "seq"], name="event_moderation", condition=models.Q(moderated__gt="")),
            models.Index(fields=["kind", "at", "seq"], name="event_of_kind"),
            models.Index(
                fields=["room", "kind", "seq"],
                name="event_room_changes",
                condition=models.Q(kind=ROOM_CHANGE),
            ),
            models.Index(fields=["author", "at", "seq"], name="event_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq} {label_of(self.kind)}"
