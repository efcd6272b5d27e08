from typing import Any
from urllib.parse import urlencode

from asgiref.sync import async_to_sync
from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from chat import log
from chat.actions import rooms
from chat.admin.asking import Asking, asking
from chat.admin.base import ChatAdmin
from chat.errors import Refused
from chat.models import Membership, Room
from chat.person import Person

EPOCH = "1970-01-01T00:00Z"  # before any room was archived
SHOWN = 50  # names of moderators


async def _archive(person: Person, room: Room, reason: str) -> bool:
    return await rooms.archive(person, room.pk, True, reason)


async def _open_again(person: Person, room: Room, reason: str) -> bool:
    return await rooms.archive(person, room.pk, False, reason)


archive = asking(
    _archive,
    Asking(
        title="Archive",
        explains="The room can be read and no longer changed; it leaves the lists.",
        button="Archive",
        done="Archived",
        already="Archived already",
    ),
)
open_again = asking(
    _open_again,
    Asking(
        title="Open again",
        explains="People may write there again.",
        button="Open again",
        done="Open again",
        already="Open already",
    ),
)


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "Open"), ("archived", "Archived")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Room]) -> QuerySet[Room]:
        if self.value() == "open":
            return queryset.filter(archived_at=None)
        return queryset.filter(archived_at__gt=EPOCH) if self.value() == "archived" else queryset


class RoomForm(forms.ModelForm):
    class Meta:
        model = Room
        fields = ["slug", "title", "topic"]


@admin.register(Room)
class RoomAdmin(ChatAdmin):
    """Rooms are made, described and archived; their logs are for good."""

    form = RoomForm
    list_display = ["slug", "title", "created_at", "archived_at"]
    list_filter = [StateFilter]
    search_fields = ["slug"]
    search_help_text = "The start of an address."
    fields = ["slug", "title", "topic", "events", "moderators", "created_by", "created_at", "archived_at"]
    readonly_fields = ["events", "moderators", "created_by", "created_at", "archived_at"]
    actions = [archive, open_again]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ["slug", "title", "topic"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["slug", *self.readonly_fields] if obj else []

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["-archived_at", "-slug"] if request.GET.get("state") == "archived" else ["slug"]

    def found(self, queryset: QuerySet[Room], term: str) -> QuerySet[Room]:
        return queryset.filter(Q(slug__startswith=term.lower().removeprefix("#")))

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        """Through the actions, which tell open sockets."""
        person = Person.of(request.user)
        if change:
            async_to_sync(rooms.describe)(person, obj.pk, title=obj.title, topic=obj.topic)
        else:
            made = async_to_sync(rooms.create)(person, obj.slug, obj.title, obj.topic)
            obj.__dict__.update(made.__dict__)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            self.message_user(request, refusal.detail, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    @admin.display(description="events")
    def events(self, room: Room) -> str:
        found = reverse("admin:chat_event_changelist") + "?" + urlencode({"q": f"{room.slug}/"})
        return format_html('<a href="{}">{}</a>', found, f"{log.head(room.pk):,}")

    @admin.display(description="owners and moderators")
    def moderators(self, room: Room) -> str:
        roles = [Membership.Role.OWNER, Membership.Role.MODERATOR]
        those = Membership.objects.filter(room=room.pk, role__in=roles).select_related("user")[:SHOWN]
        return ", ".join(f"{each.user.username} ({each.role})" for each in those) or "none"
