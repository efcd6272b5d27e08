from django.contrib import admin

from chat.admin.base import ChatAdmin
from chat.models import Notice


@admin.register(Notice)
class NoticeAdmin(ChatAdmin):
    """What open sockets were told that is no room's event."""

    list_display = ["seq", "at", "kind", "data"]
    actions = None
