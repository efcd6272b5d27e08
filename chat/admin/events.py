from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from chat import fold
from chat.admin import search
from chat.admin.base import ChatAdmin
from chat.admin.deeds import ban_author, delete, restore
from chat.admin.story import LONGEST, Story, deed, message_of, stories
from chat.models import Event
from chatsite.mongo.paginator import BoundedPaginator

DELETED = mark_safe("<strong>Deleted.</strong> Its words were:")


class NewestPaginator(BoundedPaginator):
    """Pages only so far back that skipping to one stays cheap; search finds what is older."""

    @cached_property
    def count(self) -> int:
        return min(super().count, self.MOST)


class EventList(ChangeList):
    """A page of events that know the message which they are or name."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        told = stories((event.room_id, message_of(event)) for event in self.result_list)
        for event in self.result_list:
            event.story = told.get((event.room_id, message_of(event) or 0))


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Event.Kind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ChatAdmin):
    """Every room's log, newest first. It is never changed: a deletion is an event of its own."""

    paginator = NewestPaginator
    list_display = ["place", "words", "state", "by_whom", "kind", "at"]
    list_filter = [KindFilter]
    search_fields = ["text"]
    search_help_text = (
        "general/42: one event; general/: a room; @ann: what she said; or words. "
        f"Words and kinds are looked for among the newest {search.NEWEST:,} events (of the room or person)."
    )
    fields = ("place", "kind", "by", "at", "id", "said", "now", "history")
    readonly_fields = fields
    actions = [delete, restore, ban_author]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EventList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        wanted = search.Wanted.from_term(search_term)
        return search.found(queryset, wanted, narrowed="kind" in request.GET), False

    # --- of the list -----------------------------------------------------------------------------------

    @admin.display(description="place")
    def place(self, event: Event) -> str:
        return f"{event.room_id}/{event.seq}"

    @admin.display(description="by")
    def by_whom(self, event: Event) -> str:
        return event.author_username

    @admin.display(description="words")
    def words(self, event: Event) -> str:
        if event.emoji:
            return f"{event.emoji} {'on' if event.on else 'off'} {event.target}"
        text = event.text or f"of {event.target}"
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"

    @admin.display(description="now")
    def state(self, event: Event) -> str:
        story: Story | None = getattr(event, "story", None)
        if story is None:
            return "not there"
        now = story.now
        return "deleted" if fold.is_deleted(now) else "edited" if now.edited is True else ""

    # --- of one event ------------------------------------------------------------------------------------

    @admin.display(description="by")
    def by(self, event: Event) -> SafeString:
        person = reverse("admin:chat_user_change", args=[event.author_id])
        return format_html('<a href="{}">{} (@{})</a>', person, event.author_name, event.author_username)

    @admin.display(description="as it was said")
    def said(self, event: Event) -> SafeString | str:
        return _paragraphs(event.text) if event.text else self.words(event)

    @admin.display(description="the message now")
    def now(self, event: Event) -> SafeString | str:
        if (story := self._story(event)) is None:
            return "There is no message at that place."
        now = story.now
        state = DELETED if fold.is_deleted(now) else ""
        reactions = ", ".join(f"{e} {' '.join(who)}" for e, who in (now.reactions or {}).items())
        return format_html("{}{}{}", state, _paragraphs(story.words), reactions)

    @admin.display(description="what was done to it")
    def history(self, event: Event) -> SafeString | str:
        story = self._story(event)
        if story is None or not story.changes:
            return "nothing"
        rows = [
            (_place_of(event.room_id, change.seq), change.at, change.author.name, _paragraphs(deed(change)))
            for change in story.changes
        ]
        row = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
        return format_html("<table>{}</table>", format_html_join("", row, rows))

    def _story(self, event: Event) -> Story | None:
        return stories([(event.room_id, message_of(event))]).get((event.room_id, message_of(event) or 0))


def _place_of(room: str, seq: int) -> SafeString:
    found = reverse("admin:chat_event_changelist")
    return format_html('<a href="{}?q={}/{}">{}</a>', found, room, seq, seq)


def _paragraphs(text: str) -> SafeString:
    """Text as it was typed, nothing in it taken for HTML."""
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308
