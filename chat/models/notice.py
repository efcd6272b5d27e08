from django.db import models


class Notice(models.Model):
    """What must reach open sockets and is no room's event: bans, suspensions, revoked tokens, news.

    A log of its own with gapless `seq`, appended like a room's. The channel layer makes a notice fast;
    every instance reads this log, which makes it sure. Kinds and their data: chat.notices.
    """

    seq = models.BigIntegerField(primary_key=True, db_column="_id")
    kind = models.CharField(max_length=32)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
