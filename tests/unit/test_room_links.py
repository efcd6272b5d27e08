"""The links of rooms in the sidebar, as the server makes them."""

import uuid
from typing import Any

from chat.models import Room
from chat.queries.people import FoundUser
from chat.queries.sidebar import Part, SidebarRoom
from chat.queries.unread import Unread
from chat.templatetags.room_links import room_links


def line(room: Room, count: int = 0, for_me: int = 0, **more: Any) -> SidebarRoom:
    return SidebarRoom(room, Part("member", **more), 9, 0, Unread(count, for_me))


def test_names_of_rooms_and_people_are_escaped() -> None:
    named = Room(id="tea", slug="tea", title='<b>"Tea"</b>')
    direct = Room(id="d_1", slug="d_1", kind=Room.Kind.DIRECT)
    talk = line(direct)
    talk.people = [FoundUser(uuid.uuid4(), "ann", "<i>Ann</i>", '/"x"')]
    html = room_links([line(named), talk], None)
    assert "&lt;b&gt;&quot;Tea&quot;&lt;/b&gt;" in html
    assert "&lt;i&gt;Ann&lt;/i&gt;" in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert 'src="/&quot;x&quot;"' in html


def test_the_open_room_what_is_unread_and_what_is_muted_are_marked() -> None:
    tea, bell = Room(id="tea", slug="tea"), Room(id="bell", slug="bell")
    html = room_links([line(tea, 120, 2), line(bell, 120, level="nothing", favourite=True)], tea)
    first, second = html.strip().split("\n")
    assert 'aria-current="page"' in first
    assert '<span class="visually-hidden">for you: </span>2' in first
    assert "aria-current" not in second
    assert '<span class="visually-hidden">unread: </span>99+' in second
    assert "data-favourite" in second
    assert "muted" in second
