from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chat.actions import people
from chat.admin.asking import Asking, PlainForm, asking
from chat.admin.base import ChatAdmin, people_called
from chat.models import Token
from chat.person import Person


async def _revoke(person: Person, token: Token) -> bool:
    return await people.revoke_digest(token.digest)


revoke = asking(
    _revoke,
    Asking(
        title="Revoke",
        explains="Sockets that were opened with it are closed within a second, and it lets nobody in again.",
        button="Revoke",
        done="Revoked",
        already="Revoked already",
        form=PlainForm,
    ),
)


@admin.register(Token)
class TokenAdmin(ChatAdmin):
    """Bearer tokens of programs, for those who have Django's permission to delete them."""

    list_display = ["user", "label", "created_at"]
    list_select_related = ["user"]
    fields = ["user", "label", "created_at"]
    search_fields = ["label"]
    search_help_text = "A user name."
    actions = [revoke]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = request.user.has_perm("chat.delete_token")  # type: ignore[union-attr]
        return super().has_view_permission(request, obj) and may

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        return queryset.filter(user__in=people_called(term))
