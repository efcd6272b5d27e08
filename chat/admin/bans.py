from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet

from chat.actions import moderation
from chat.admin.asking import Asking, asking
from chat.admin.base import ChatAdmin, people_called
from chat.models import Ban
from chat.person import Person


async def _unban(person: Person, ban: Ban, reason: str) -> bool:
    return await moderation.unban(person, ban.room_id, str(ban.user_id), reason)


unban = asking(
    _unban,
    Asking(
        title="Let in again",
        explains="They may enter the room again, and say something there.",
        button="Let in again",
        done="Let in again",
        already="Let in already",
    ),
)


@admin.register(Ban)
class BanAdmin(ChatAdmin):
    """Who may not enter which room. A ban is made from the person, or from what they said."""

    list_display = ["user", "room", "by", "reason", "at"]
    list_select_related = ["user", "room", "by"]
    search_fields = ["reason"]
    search_help_text = "A user name, or the address of a room."
    actions = [unban]

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        return queryset.filter(Q(user__in=people_called(term)) | Q(room=term))
