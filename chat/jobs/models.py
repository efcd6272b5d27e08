from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField
from chatsite.mongo.indexes import ExpiryIndex


class Job(models.Model):
    """One piece of work. Only chat.jobs.queue writes here.

    `key` is unique, so that the same work is queued once. Jobs of one kind and `group` may be done together.
    `lease` names the run that has the job, until `leased_until`; `begun_at` is set once the run has begun
    what cannot be undone. Jobs that are done stay for a while, so that their keys are still known.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = KeyField()
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=250, unique=True)
    group = models.CharField(max_length=64, default="", editable=False)
    data = models.JSONField(_("data"), default=dict)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("created"))
    due_at = models.DateTimeField(_("due"))
    attempts = models.IntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), default="")
    lease = models.CharField(max_length=36, default="", editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_by_due"),
            models.Index(fields=["kind", "group", "state"], name="job_by_group"),
            models.Index(fields=["state", "created_at"], name="job_by_state"),
            models.Index(fields=["created_at"], name="job_by_creation"),
            models.Index(fields=["lease"], name="job_by_lease", condition=models.Q(lease__gt="")),
            ExpiryIndex(fields=["expires_at"], name="job_expiry"),
        ]

    def __str__(self) -> str:
        return self.key
