from django.db import models
from django.utils.translation import gettext_lazy as _

from chatsite.mongo.indexes import ExpiryIndex


class ForYouEntry(models.Model):
    """A message that is for somebody, and why. `id`: the keys of user and room, and the seq of the message.

    `outside`: they were no member of the room then, and were mentioned in it all the same. `by`: the seq of
    the newest deletion or restoration that was applied; `gone`: the message is deleted. `thread`: the first
    message of the thread that alone shows it; none where the room does.
    """

    class Reason(models.TextChoices):
        MENTION = "mention", _("Mention")
        DIRECT = "direct", _("Direct message")
        REPLY = "reply", _("Reply")
        THREAD = "thread", _("Thread")

    id = models.CharField(primary_key=True, max_length=128, db_column="_id")
    user = models.ForeignKey("chat.User", models.CASCADE, db_column="user", related_name="+", db_index=False)
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=Reason)
    at = models.DateTimeField()
    outside = models.BooleanField(default=False)
    thread = models.BigIntegerField(null=True)
    by = models.BigIntegerField(default=0)
    gone = models.BooleanField(default=False)
    read = models.BooleanField(default=False)
    stale = models.BooleanField(default=False)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of “For you”")
        verbose_name_plural = _("entries of “For you”")
        indexes = [
            models.Index(fields=["user", "gone", "at"], name="for_you_newest"),
            models.Index(fields=["user", "gone", "read", "at"], name="for_you_unread"),
            models.Index(fields=["room", "seq"], name="for_you_of_message"),
            ExpiryIndex(fields=["expires_at"], name="for_you_expiry"),
        ]
