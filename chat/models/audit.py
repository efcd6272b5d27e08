from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField

# What the log holds, and how the page says it.
ACTIONS = {
    "archive room": _("archive room"),
    "ban": _("ban"),
    "create token": _("create token"),
    "announce": _("announce"),
    "change workspace": _("change workspace settings"),
    "create invitation": _("create invitation"),
    "delete account": _("delete account"),
    "delete file": _("delete file"),
    "delete message": _("delete message"),
    "delete room": _("delete room"),
    "import room": _("import room"),
    "kick": _("remove from room"),
    "lift suspension": _("lift suspension"),
    "make administrator": _("make administrator"),
    "make guest": _("make guest"),
    "make member": _("make member"),
    "make moderator": _("make moderator"),
    "make owner": _("make owner"),
    "make room private": _("make room private"),
    "make room public": _("make room public"),
    "make staff": _("make moderator of the workspace"),
    "remove picture": _("remove picture"),
    "remove profile text": _("remove profile text"),
    "remove second factor": _("remove second factor"),
    "reset room": _("reset room"),
    "revoke invitation": _("revoke invitation"),
    "restore message": _("restore message"),
    "revoke token": _("revoke token"),
    "set up workspace": _("set up workspace"),
    "suspend": _("suspend"),
    "unarchive room": _("unarchive room"),
    "unban": _("lift ban"),
    "unmake administrator": _("remove administrator role"),
    "unmake moderator": _("remove moderator role"),
    "unmake owner": _("remove owner role"),
    "unmake staff": _("remove staff role"),
    "use invitation": _("use invitation"),
}
# By their names in the version before, whose instances add entries while both serve.
FORMER = {
    "begin room anew": "reset room",
    "let in again": "lift suspension",
    "open room again": "unarchive room",
}
CHOICES = ACTIONS | {former: ACTIONS[action] for former, action in FORMER.items()}


class AuditEntry(models.Model):
    """Who moderated what, when and why. Written by actions; nobody changes or deletes it."""

    id = KeyField()
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(
        "chat.User", models.DO_NOTHING, null=True, db_column="by", related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(
        _("by whom"), max_length=60, help_text=_("a person, or the command that did it")
    )
    action = models.CharField(_("action"), max_length=32, choices=CHOICES)
    room = models.ForeignKey(
        "chat.Room",
        models.DO_NOTHING,
        null=True,
        db_column="room",
        related_name="+",
        db_index=False,
        verbose_name=_("room"),
    )
    user = models.ForeignKey(
        "chat.User",
        models.DO_NOTHING,
        null=True,
        db_column="person",
        related_name="+",
        verbose_name=_("user"),
    )
    seq = models.BigIntegerField(_("message"), null=True, help_text=_("which message of the room"))
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("audit log entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at", "id"], name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.get_action_display()}"
