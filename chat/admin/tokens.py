from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chat.actions import tokens
from chat.actors.actor import Actor
from chat.admin.base import ChatAdmin, users_called
from chat.admin.confirmation import Confirmation, PlainForm, confirmed
from chat.models import Token


async def _revoke(actor: Actor, token: Token) -> bool:
    return await tokens.revoke_digest(actor, token.digest)


revoke = confirmed(
    _revoke,
    Confirmation(
        title=_("Revoke"),
        explains=_("Connections opened with it are closed within a second, and it cannot be used again."),
        button=_("Revoke"),
        done=_("Revoked"),
        already=_("Already revoked"),
        form=PlainForm,
    ),
)


@admin.register(Token)
class TokenAdmin(ChatAdmin):
    """Bearer tokens of programs, for those who have Django's permission to delete them."""

    list_display = ["user", "label", "created_at", "expires_at", "last_used_at"]
    list_select_related = ["user"]
    fields = ["user", "label", "created_at", "expires_at", "last_used_at"]
    search_fields = ["label"]
    search_help_text = _("A user name.")
    actions = [revoke]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = request.user.has_perm("chat.delete_token")  # type: ignore[union-attr]
        return super().has_view_permission(request, obj) and may

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        return queryset.filter(user__in=users_called(term))
