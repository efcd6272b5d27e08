"""The links of rooms in the sidebar, which can be hundreds: made here, since the same in a template costs a
server four times as much. static/js/sidebar/room_link.js makes the same."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple, Self

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from chat.models import Membership, Room
from chat.queries.sidebar import SidebarRoom
from chat.templatetags.icons import icon
from chat.templatetags.numbers import capped
from chat.templatetags.people import avatar
from chat.views.room_names import name_of

register = template.Library()


class Words(NamedTuple):
    """What the marks of a link say, in the language of the page."""

    draft: SafeString
    muted: SafeString
    for_me: str
    unread: str

    @classmethod
    def now(cls) -> Self:
        return cls(
            _mark("pen", gettext("draft")),
            _mark("bell-off", gettext("muted")),
            gettext("for you:"),
            gettext("unread:"),
        )


@register.simple_tag
def room_links(lines: Iterable[SidebarRoom], current: Room | None) -> SafeString:
    """Items of a list, one for each room. `current`: the one that is open."""
    words, open_room = Words.now(), current.id if current else ""
    return SafeString("".join(_link(line, open_room, words) for line in lines))


def _link(line: SidebarRoom, open_room: str, words: Words) -> str:
    """One item. Every value is escaped here, once, or is made by format_html."""
    room, part, is_current = line.room, line.part, line.room.id == open_room
    kind = "room-link room-link--unread" if line.unread.count else "room-link"
    favourite = " data-favourite" if part.favourite else ""
    current = ' aria-current="page"' if is_current else ""
    return (
        f'<li><a class="{kind}" data-room="{escape(room.id)}" data-level="{escape(part.level)}"{favourite}'
        f' href="{escape(room.get_absolute_url())}"{current}>{_symbol(line)}'
        f'<span class="room-link__name">{escape(name_of(room, line.people))}</span>'
        f"{_marks(line, words, is_current=is_current)}</a></li>\n"
    )


def _symbol(line: SidebarRoom) -> SafeString:
    if not line.room.is_direct:
        return icon(line.room.icon)
    if not line.people:
        return icon("pen")
    if len(line.people) > 1:
        return format_html(
            '<span class="avatar avatar--group" aria-hidden="true">{}</span>', len(line.people)
        )
    [person] = line.people
    return avatar(person.shown_name, person.username, person.picture_small)


def _marks(line: SidebarRoom, words: Words, *, is_current: bool) -> str:
    """What stands behind the name: most rooms have nothing there."""
    unread, is_muted = line.unread, line.part.level == Membership.Level.NOTHING
    if not unread.count and not line.drafts and not is_muted:
        return ""
    marks: list[str] = [words.draft] if line.drafts and not is_current else []
    if is_muted:
        marks.append(words.muted)
    if unread.for_me:
        marks.append(_count(" count--mention", words.for_me, unread.for_me))
    elif unread.count:
        marks.append(_count("", words.unread, unread.count))
    return "".join(f" {mark}" for mark in marks)


def _count(kind: str, label: str, number: int) -> str:
    hidden = f'<span class="visually-hidden">{escape(label)} </span>'
    return f'<span class="count{kind}">{hidden}{capped(number)}</span>'


def _mark(name: str, text: str) -> SafeString:
    return format_html('{} <span class="visually-hidden">{}</span>', icon(name, "small"), text)
