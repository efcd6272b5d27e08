from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chat.actions import moderation
from chat.actors.actor import Actor
from chat.admin.base import ChatAdmin, users_called
from chat.admin.confirmation import Confirmation, confirmed
from chat.models import Ban


async def _unban(actor: Actor, ban: Ban, reason: str) -> bool:
    return await moderation.unban(actor, ban.room_id, str(ban.user_id), reason)


unban = confirmed(
    _unban,
    Confirmation(
        title=_("Lift ban"),
        explains=_("They can enter the room and write there again."),
        button=_("Lift ban"),
        done=_("Ban lifted"),
        already=_("Not banned"),
        trusted=True,
    ),
)


@admin.register(Ban)
class BanAdmin(ChatAdmin):
    """Who may not enter which room. A ban is made from the person, or from what they said."""

    list_display = ["user", "room", "by", "reason", "at"]
    list_select_related = ["user", "room", "by"]
    search_fields = ["reason"]
    search_help_text = _("A user name, or the address of a room.")
    actions = [unban]

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        return queryset.filter(Q(user__in=users_called(term)) | Q(room=term))
