import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.admin import search
from chat.admin.base import ChatAdmin
from chat.admin.message_actions import ban_author, delete, restore
from chat.admin.message_history import (
    LONGEST,
    MessageHistory,
    describe_change,
    events_at,
    histories,
    histories_of,
    history_of,
    message_of,
)
from chat.events.base import WireEvent
from chat.events.documents import id_of
from chat.events.kinds import KINDS, MESSAGE, label_of
from chat.models import Event
from chat.models.room import BEYOND_DIRECT, DIRECT_ID
from chatsite.languages import filled
from chatsite.mongo.paginator import BoundedPaginator

DELETED = _("<strong>Deleted.</strong> Its text was:")


class NewestPaginator(BoundedPaginator):
    """Pages only so far back that skipping to one stays cheap; search finds what is older."""

    COUNTED = "seq"

    @cached_property
    def count(self) -> int:
        return min(super().count, self.MOST)


class EventList(ChangeList):
    """A page of events that know the message which they are or name."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        own = [(event.room_id, event.seq) for event in self.result_list]
        events = events_at([*own, *((event.room_id, message_of(event)) for event in self.result_list)])
        found = histories_of(events)
        for event in self.result_list:
            event.wire = events.get((event.room_id, event.seq))
            event.message_history = found.get((event.room_id, message_of(event) or 0))


class KindFilter(admin.SimpleListFilter):
    """Messages, unless another kind is chosen, or something is looked for, or ticked."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        others = [(name, str(kind.plural or name)) for name, kind in KINDS.items() if name != MESSAGE]
        return [("", gettext("Messages")), *others, ("all", gettext("All events"))]

    def value(self) -> str | None:
        return super().value() or ""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Without Django's own “All”: the first of ours is what one sees without a choice."""
        return islice(super().choices(changelist), 1, None)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        kind = kind_asked_for(request)
        return queryset.filter(kind=kind) if kind else queryset


def kind_asked_for(request: HttpRequest) -> str | None:
    """Which kind of events to list; None for all."""
    kind = request.GET.get("kind") or ""
    if kind in KINDS:
        return kind
    by_name = request.method == "POST" or request.GET.get("q")  # what was ticked, or looked for
    return None if kind == "all" or by_name else MESSAGE


@admin.register(Event)
class EventAdmin(ChatAdmin):
    """Every room's log, newest first. It is never changed: a deletion is an event of its own. What people say
    in direct conversations is not shown."""

    paginator = NewestPaginator
    list_display = ["place", "shown_text", "state", "by_whom", "kind_name", "at"]
    list_filter = [KindFilter]
    search_fields = ["text"]
    search_help_text = filled(
        _(
            "general/42: one event; general/: a room; @ann: messages by ann; or words. "
            "Words and kinds are searched for in the newest %(newest)s events (of the room or user)."
        ),
        newest=f"{search.NEWEST:,}",
    )
    fields = ("place", "kind_name", "by", "at", "event_id", "said", "now", "history")
    readonly_fields = fields
    actions = [delete, restore, ban_author]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        # Not `not_direct`, whose ranges of an index MongoDB would follow instead of the order of the list.
        found: QuerySet[Event] = super().get_queryset(request)
        return found.exclude(room__gte=DIRECT_ID, room__lt=BEYOND_DIRECT)

    def get_paginator(
        self, request: HttpRequest, queryset: Any, per_page: int, *more: Any, **options: Any
    ) -> Any:
        """Without a search the events of direct conversations are counted too: by an index alone, which does
        not know the room."""
        if queryset.model is not Event:  # what administrators did to one
            return BoundedPaginator(queryset, per_page, *more, **options)
        paginator = super().get_paginator(request, queryset, per_page, *more, **options)
        if not request.GET.get("q"):
            kind = kind_asked_for(request)
            rows = Event.objects.filter(kind=kind) if kind else Event.objects.all()
            paginator.count = NewestPaginator(rows, per_page).count
        return paginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EventList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        wanted = search.SearchTerms.from_term(search_term)
        return search.found(queryset, wanted, kind_asked_for(request)), False

    # --- of the list -----------------------------------------------------------------------------------

    @admin.display(description=_("where"))
    def place(self, event: Event) -> str:
        return f"{event.room_id}/{event.seq}"

    @admin.display(description=_("by"))
    def by_whom(self, event: Event) -> str:
        return event.author_username

    @admin.display(description=_("kind"))
    def kind_name(self, event: Event) -> str:
        return label_of(event.kind)

    @admin.display(description=_("text"))
    def shown_text(self, event: Event) -> str:
        wire = _wire(event)
        text = wire.summary() if wire else gettext("This event cannot be read.")
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"

    @admin.display(description=_("state"))
    def state(self, event: Event) -> str:
        history: MessageHistory | None = getattr(event, "message_history", None)
        if history is None:
            return gettext("not found")
        now = history.now
        return gettext("deleted") if now.is_deleted else gettext("edited") if now.edited is True else ""

    # --- of one event ------------------------------------------------------------------------------------

    @admin.display(description=_("by"))
    def by(self, event: Event) -> SafeString:
        actor = reverse("admin:chat_user_change", args=[event.author_id])
        return format_html('<a href="{}">{} (@{})</a>', actor, event.author_name, event.author_username)

    @admin.display(description=_("id"))
    def event_id(self, event: Event) -> str:
        return id_of({"_id": event.pk, "room": event.room_id})

    @admin.display(description=_("original text"))
    def said(self, event: Event) -> SafeString | str:
        return _paragraphs(event.text) if event.text else self.shown_text(event)

    @admin.display(description=_("current message"))
    def now(self, event: Event) -> SafeString | str:
        if (history := self._history(event)) is None:
            return gettext("There is no message here.")
        now = history.now
        state = mark_safe(DELETED) if now.is_deleted else ""  # noqa: S308
        reactions = ", ".join(f"{e} {' '.join(who)}" for e, who in (now.reactions or {}).items())
        return format_html("{}{}{}", state, _paragraphs(history.text), reactions)

    @admin.display(description=_("history"))
    def history(self, event: Event) -> SafeString | str:
        message = message_of(event)
        if message is None:
            return gettext("nothing")
        found, more = history_of(event.room_id, message, getattr(event, "history_before", None))
        if not found:
            return gettext("nothing")
        rows = [
            (
                _place_of(event.room_id, change.seq),
                change.at,
                change.author.name,
                _paragraphs(describe_change(change)),
            )
            for change in found
        ]
        row = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
        older = (
            format_html('<p><a href="?before={}">{}</a></p>', found[0].seq, _("Older changes"))
            if more
            else ""
        )
        return format_html("{}<table>{}</table>", older, format_html_join("", row, rows))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Event | None:
        """The event, with what its page shows of a long history: the part below `before` of the address."""
        event: Event | None = super().get_object(request, object_id, from_field)
        before = request.GET.get("before", "")
        if event is not None and re.fullmatch(r"[0-9]{1,16}", before):
            event.history_before = int(before)  # type: ignore[attr-defined]
        return event

    def _history(self, event: Event) -> MessageHistory | None:
        return histories([(event.room_id, message_of(event))]).get((event.room_id, message_of(event) or 0))


def _wire(event: Any) -> WireEvent | None:
    """The event as the wire shows it; None where its document is damaged."""
    place = (event.room_id, event.seq)
    if not hasattr(event, "wire"):
        event.wire = events_at([place]).get(place)
    wire: WireEvent | None = event.wire
    return wire


def _place_of(room: str, seq: int) -> SafeString:
    found = reverse("admin:chat_event_changelist")
    return format_html('<a href="{}?q={}/{}">{}</a>', found, room, seq, seq)


def _paragraphs(text: str) -> SafeString:
    """Text as it was typed, nothing in it taken for HTML."""
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308
