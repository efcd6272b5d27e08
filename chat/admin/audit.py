from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chat.admin.base import ChatAdmin, people_called
from chat.models import AuditEntry


@admin.register(AuditEntry)
class AuditAdmin(ChatAdmin):
    """What was moderated. It can be read, and by nobody changed."""

    list_display = ["at", "by_name", "action", "person", "place", "reason"]
    list_display_links = ["at"]
    list_select_related = ["person"]
    fields = ("at", "by", "by_name", "action", "person", "place", "reason")
    readonly_fields = fields
    search_fields = ["by_name"]
    search_help_text = "A user name: what they did, and what was done to them."
    actions = None

    @admin.display(description="where")
    def place(self, entry: AuditEntry) -> SafeString | str:
        """The room, or the message in it, among the events."""
        if not entry.room_id:
            return ""
        place = f"{entry.room_id}/{entry.seq or ''}"
        query = urlencode({"q": place})
        return format_html('<a href="{}?{}">{}</a>', reverse("admin:chat_event_changelist"), query, place)

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        people = people_called(term)
        return queryset.filter(Q(by__in=people) | Q(person__in=people))
