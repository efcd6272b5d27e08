from django.db import models


class Instance(models.Model):
    """One serving process, as it last said of itself. A lease: old `seen_at` means that it is gone."""

    name = models.CharField(primary_key=True, max_length=128, db_column="_id")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    sockets = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    rooms = models.IntegerField(default=0)
    layer = models.CharField(max_length=16, help_text="memory, or redis with its health")
    pid = models.IntegerField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
