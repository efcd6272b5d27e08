from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField


class SearchedMessage(models.Model):
    """What a message is found by. `id`: the id of the room and, behind a slash, the seq of the message.

    `rev`: the seq of the newest event that is in it. `words`: the keys of chat.search.segmentation and
    chat.search.marks; none where the message is deleted. `line`: its words in order.
    """

    id = models.CharField(primary_key=True, max_length=96, db_column="_id")
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    seq = models.BigIntegerField()
    rev = models.BigIntegerField()
    at = models.DateTimeField()
    words = ArrayField(models.CharField(max_length=80))
    line = models.TextField()

    class Meta:
        verbose_name = _("searched message")
        verbose_name_plural = _("searched messages")
        indexes = [
            models.Index(fields=["words", "-at", "room"], name="search_everywhere"),
            models.Index(fields=["room", "words", "-at"], name="search_in_rooms"),
        ]
