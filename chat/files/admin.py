from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.admin.base import ChatAdmin, ids, users_called
from chat.admin.confirmation import Confirmation, confirmed
from chat.files import admin_actions
from chat.files.models import File
from chat.storage.executor import in_thread


async def _delete_file(actor: Actor, file: File, reason: str) -> bool:
    return await in_thread(admin_actions.delete_file, actor, file, reason)


delete = confirmed(
    _delete_file,
    Confirmation(
        title=_("Delete permanently"),
        explains=_("The content is gone for everyone. A message that has the file stays, with its name."),
        button=_("Delete permanently"),
        done=_("Deleted"),
        already=_("Already deleted"),
    ),
)


@admin.register(File)
class FileAdmin(ChatAdmin):
    """Who uploaded what, for administrators. Contents are not shown: they are those of their rooms."""

    list_display = ["name", "type", "bytes", "owner", "state", "created_at"]
    fields = ("id", "name", "type", "bytes", "owner", "state", "created_at")
    readonly_fields = fields
    list_select_related = ("owner",)
    search_fields = ("id",)
    search_help_text = _("The ID of a file, or the user name of its owner.")
    actions = [delete]

    @admin.display(description=_("size"))
    def bytes(self, file: File) -> str:
        return str(filesizeformat(file.size))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and bool(request.user.is_superuser)  # type: ignore[union-attr]

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        owners = users_called(term)
        return queryset.filter(owner__in=owners) if owners else queryset.filter(pk__in=ids([term]))
