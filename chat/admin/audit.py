from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet

from chat.admin.base import ChatAdmin, people_called
from chat.models import AuditEntry


@admin.register(AuditEntry)
class AuditAdmin(ChatAdmin):
    """What was moderated. It can be read, and by nobody changed."""

    list_display = ["at", "by_name", "action", "room_id", "person", "seq", "reason"]
    list_display_links = ["at"]
    list_select_related = ["person"]
    fields = ("at", "by", "by_name", "action", "room_id", "person", "seq", "reason")
    readonly_fields = fields
    search_fields = ["by_name"]
    search_help_text = "A user name: what they did, and what was done to them."
    actions = None

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        people = people_called(term)
        return queryset.filter(Q(by__in=people) | Q(person__in=people))
