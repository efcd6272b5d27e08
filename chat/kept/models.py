from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptMessage(models.Model):
    """A message that somebody keeps. `id`: the keys of user and room, and the seq of the message. `at`: since
    when it is kept."""

    id = models.CharField(primary_key=True, max_length=128, db_column="_id")
    user = models.ForeignKey("chat.User", models.CASCADE, db_column="user", related_name="+", db_index=False)
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept message")
        verbose_name_plural = _("kept messages")
        indexes = [
            models.Index(fields=["user", "at"], name="kept_newest"),
            models.Index(fields=["room", "seq"], name="kept_of_message"),
        ]
