from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chat.actions.audit import complete
from chat.admin.base import ChatAdmin, users_called
from chat.models import AuditEntry
from chat.models.room import not_direct


@admin.register(AuditEntry)
class AuditAdmin(ChatAdmin):
    """What was moderated. It can be read, and by nobody changed."""

    list_display = ["at", "by_name", "action", "user", "place", "reason"]
    list_display_links = ["at"]
    list_select_related = ["user"]
    fields = ("at", "by", "by_name", "action", "user", "place", "reason")
    readonly_fields = fields
    search_fields = ["by_name"]
    search_help_text = _("A user name: what they did, and what was done to them.")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Nothing of direct conversations, in which nobody but a command moderates."""
        found: QuerySet[AuditEntry] = super().get_queryset(request).filter(not_direct("room") | Q(room=None))
        return found

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Complete, whatever died between an event and its entry."""
        complete()
        return super().changelist_view(request, *args, **kwargs)

    @admin.display(description=_("where"))
    def place(self, entry: AuditEntry) -> SafeString | str:
        """The room, or the message in it, among the events."""
        if not entry.room_id:
            return ""
        place = f"{entry.room_id}/{entry.seq or ''}"
        query = urlencode({"q": place})
        return format_html('<a href="{}?{}">{}</a>', reverse("admin:chat_event_changelist"), query, place)

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        people = users_called(term)
        return queryset.filter(Q(by__in=people) | Q(user__in=people))
