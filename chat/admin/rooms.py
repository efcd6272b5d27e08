from typing import Any
from urllib.parse import urlencode

from asgiref.sync import async_to_sync
from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.actions import rooms
from chat.actors.actor import Actor
from chat.admin.base import ChatAdmin
from chat.admin.confirmation import Confirmation, confirmed
from chat.admin.removal import remove_room
from chat.models import Membership, Room
from chat.models.room import not_direct
from chat.protocol.errors import Refused
from chat.storage import event_log
from chat.templatetags.people import role_name

EPOCH = "1970-01-01T00:00Z"  # before any room was archived
SHOWN = 50  # names of moderators, and of members


async def _archive(actor: Actor, room: Room, reason: str) -> bool:
    return await rooms.archive(actor, room.pk, True, reason)


async def _open_again(actor: Actor, room: Room, reason: str) -> bool:
    return await rooms.archive(actor, room.pk, False, reason)


archive = confirmed(
    _archive,
    Confirmation(
        title=_("Archive"),
        explains=_("The room can be read but no longer changed, and it leaves the lists."),
        button=_("Archive"),
        done=_("Archived"),
        already=_("Already archived"),
        trusted=True,
    ),
)
open_again = confirmed(
    _open_again,
    Confirmation(
        title=_("Unarchive"),
        explains=_("People can write there again."),
        button=_("Unarchive"),
        done=_("Unarchived"),
        already=_("Not archived"),
        trusted=True,
    ),
)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", gettext("Open")), ("archived", gettext("Archived"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Room]) -> QuerySet[Room]:
        if self.value() == "open":
            return queryset.filter(archived_at=None)
        return queryset.filter(archived_at__gt=EPOCH) if self.value() == "archived" else queryset


class RoomKindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.value, str(kind.label)) for kind in (Room.Kind.PUBLIC, Room.Kind.PRIVATE)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Room]) -> QuerySet[Room]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class RoomForm(forms.ModelForm):
    class Meta:
        model = Room
        fields = ["slug", "title", "topic"]


@admin.register(Room)
class RoomAdmin(ChatAdmin):
    """Rooms are made, described and archived; their logs are kept. Direct conversations are not shown."""

    form = RoomForm
    list_display = ["slug", "title", "kind", "created_at", "archived_at"]
    list_filter = [StateFilter, RoomKindFilter]
    search_fields = ["slug"]
    search_help_text = _("The start of an address.")
    readonly_fields = [
        "kind",
        "events",
        "moderators",
        "members",
        "created_by",
        "created_at",
        "archived_at",
    ]
    fields = ["slug", "title", "topic", *readonly_fields]
    actions = [archive, open_again, remove_room]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        found: QuerySet[Room] = super().get_queryset(request).filter(not_direct("slug"))
        return found

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ["slug", "title", "topic"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["slug", *self.readonly_fields] if obj else []

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["-archived_at", "-slug"] if request.GET.get("state") == "archived" else ["slug"]

    def found(self, queryset: QuerySet[Room], term: str) -> QuerySet[Room]:
        return queryset.filter(Q(slug__startswith=term.lower().removeprefix("#")))

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        """Through the actions, which notify open sockets."""
        actor = Actor.of(request.user, trusted=True)
        if change:
            async_to_sync(rooms.describe)(actor, obj.pk, title=obj.title, topic=obj.topic)
        else:
            made = async_to_sync(rooms.create)(actor, obj.slug, obj.title, obj.topic)
            obj.__dict__.update(made.__dict__)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            self.message_user(request, refusal.detail, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    @admin.display(description=_("events"))
    def events(self, room: Room) -> str:
        found = reverse("admin:chat_event_changelist") + "?" + urlencode({"q": f"{room.slug}/"})
        return format_html(
            '<a href="{}">{}</a>', found, number_format(event_log.head(room.pk), force_grouping=True)
        )

    @admin.display(description=_("owners and moderators"))
    def moderators(self, room: Room) -> str:
        roles = [Membership.Role.OWNER, Membership.Role.MODERATOR]
        those = Membership.objects.filter(room=room.pk, role__in=roles).select_related("user")[:SHOWN]
        return ", ".join(f"{each.user.username} ({role_name(each.role)})" for each in those) or gettext(
            "none"
        )

    @admin.display(description=_("members"))
    def members(self, room: Room) -> str:
        those = Membership.objects.filter(room=room.pk).select_related("user")[: SHOWN + 1]
        names = [each.user.username for each in those]
        more = ["…"] if len(names) > SHOWN else []
        return ", ".join([*names[:SHOWN], *more]) or gettext("none")
