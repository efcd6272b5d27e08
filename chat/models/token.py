from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField


class Token(models.Model):
    """A bearer token of a program. Only its digest is kept, so nobody can read it back."""

    id = KeyField()
    user = models.ForeignKey(
        "chat.User", models.CASCADE, db_column="user", related_name="tokens", verbose_name=_("user")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("label"), max_length=80, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)  # to the hour
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["created_at", "id"], name="token_by_making")]

    def __str__(self) -> str:
        label = self.label or gettext("token")
        return gettext("%(label)s of %(user)s") % {"label": label, "user": self.user_id}
