from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

KEY = "workspace"  # of the one document there is
LONGEST_DOMAIN = 253
MOST_DOMAINS = 20
MOST_DEFAULT_ROOMS = 20


class Workspace(models.Model):
    """What administrators decided about the workspace: one document, or none as long as nothing is decided.

    An empty `name` is SITE_NAME, an empty `sign_up` is what SIGN_UP_OPEN says. `default_rooms`: the ids of
    rooms that every newcomer joins.
    """

    class SignUp(models.TextChoices):
        OPEN = "open", _("Everyone can create an account")
        INVITATION = "invitation", _("By invitation only")
        DOMAIN = "domain", _("With an email address of certain domains, or by invitation")
        CLOSED = "closed", _("Closed: only administrators make accounts")

    id = models.CharField(primary_key=True, max_length=16, db_column="_id", default=KEY, editable=False)
    name = models.CharField(_("name"), max_length=60, blank=True)
    sign_up = models.CharField(_("sign-ups"), max_length=16, choices=SignUp, blank=True)
    domains = ArrayField(models.CharField(max_length=LONGEST_DOMAIN), default=list)
    default_rooms = ArrayField(models.CharField(max_length=64), default=list)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")

    def __str__(self) -> str:
        return self.name
