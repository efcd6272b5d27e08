import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

slug_shape = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    "Use lower-case letters, digits and single dashes between them.",
)


def new_epoch() -> str:
    """The name of one life of a room: another one when it is made, imported or restored."""
    return secrets.token_hex(8)


class Room(models.Model):
    """A place to talk. `id` is its name on the wire: it never changes and is never used again."""

    id = models.CharField(primary_key=True, max_length=64, db_column="_id", editable=False)
    slug = models.CharField("address", max_length=48, unique=True, validators=[slug_shape])
    title = models.CharField(max_length=80, blank=True)
    topic = models.CharField(max_length=250, blank=True)
    epoch = models.CharField(max_length=32, default=new_epoch, editable=False)
    created_by = models.ForeignKey(
        "chat.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["slug"]
        indexes = [
            models.Index(fields=["created_at", "id"], name="room_by_making"),
            models.Index(fields=["archived_at", "slug"], name="room_by_archiving"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("room", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
