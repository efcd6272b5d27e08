from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chat.actions import jobs
from chat.actors.actor import Actor
from chat.admin.base import ChatAdmin, ids
from chat.admin.confirmation import Confirmation, PlainForm, confirmed
from chat.jobs.models import Job
from chat.storage.executor import in_thread


async def _retry(actor: Actor, job: Job) -> bool:
    return await in_thread(jobs.retry_job, actor, job.pk)


async def _delete(actor: Actor, job: Job) -> bool:
    return await in_thread(jobs.delete_job, actor, job.pk)


retry = confirmed(
    _retry,
    Confirmation(
        title=_("Run again"),
        explains=_(
            "Only jobs that have failed are run again. What was under way when a process ended "
            "may be done twice."
        ),
        button=_("Run again"),
        done=_("Waiting to be run"),
        already=_("Not failed"),
        form=PlainForm,
    ),
)
delete = confirmed(
    _delete,
    Confirmation(
        title=_("Delete"),
        explains=_("Only jobs that have failed are deleted. They are not run any more."),
        button=_("Delete"),
        done=_("Deleted"),
        already=_("Not failed"),
        form=PlainForm,
    ),
)


class JobStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Job.State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() in Job.State.values else queryset


@admin.register(Job)
class JobAdmin(ChatAdmin):
    """What waits, runs and has failed, for administrators: keys name rooms and people."""

    list_display = ["kind", "state", "created_at", "due_at", "attempts", "error"]
    fields = ("kind", "key", "state", "created_at", "due_at", "attempts", "error")
    readonly_fields = fields
    list_filter = [JobStateFilter]
    search_fields = ("id",)
    search_help_text = _("The ID of a job.")
    actions = [retry, delete]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and bool(request.user.is_superuser)  # type: ignore[union-attr]

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        return queryset.filter(pk__in=ids([term]))
