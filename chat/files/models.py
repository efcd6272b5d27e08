from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.events.files import LONGEST_ALT
from chat.models.keys import KeyField

LONGEST_NAME = 200  # characters


class FileState(models.TextChoices):
    UPLOADING = "uploading", _("Uploading")
    CHECKING = "checking", _("Checking")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")


class File(models.Model):
    """A file that somebody uploads or has uploaded. Its content is in the storage (chat.files.contents).

    `length`: the bytes that were announced, `offset`: how many of them are here, in `parts` (names in the
    storage) until the file is checked. `size`: the bytes that it takes. `detail`: why it was refused.
    `room` and `post`: the message that claimed it, its room and the id of its event; `refused`: that message
    was. Whether the message is there, the log alone says. `expires_at`: when to look whether anybody still
    needs it; null for as long as its message stands.
    """

    id = KeyField()
    owner = models.ForeignKey(
        "chat.User",
        models.CASCADE,
        db_column="owner",
        related_name="+",
        db_index=False,
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    alt = models.CharField(_("alternative text"), max_length=LONGEST_ALT, default="")
    declared = models.CharField(max_length=100, default="", editable=False)
    type = models.CharField(_("type"), max_length=100, default="")
    state = models.CharField(_("state"), max_length=16, choices=FileState, default=FileState.UPLOADING)
    detail = models.CharField(max_length=200, default="", editable=False)
    length = models.BigIntegerField(editable=False)
    offset = models.BigIntegerField(default=0, editable=False)
    parts = models.JSONField(default=list, editable=False)
    attempts = models.IntegerField(default=0, editable=False)
    size = models.BigIntegerField(_("size"))
    width = models.IntegerField(null=True, editable=False)
    height = models.IntegerField(null=True, editable=False)
    thumb = models.BooleanField(default=False, editable=False)
    room = models.CharField(_("room"), max_length=64, default="")
    post = models.CharField(max_length=36, default="", editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    refused = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["owner", "size"], name="files_of_owner"),
            models.Index(fields=["room", "post"], name="files_of_message"),
            models.Index(fields=["expires_at"], name="files_by_expiry"),
            models.Index(fields=["created_at"], name="files_by_creation"),
        ]

    def __str__(self) -> str:
        return self.name
