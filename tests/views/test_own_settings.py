"""What somebody sets for themselves in a room, by the form in its details."""

import re

from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import rooms
from chat.models import Membership, Room, User
from chat.queries import sidebar
from chat.queries.sidebar import Part


def test_level_and_favourite_are_saved_and_shown(as_ann: Client, ann: User, garden: Room) -> None:
    answer = as_ann.post("/own-settings/garden/", {"level": "nothing", "favourite": "on"})
    assert answer.headers["Location"] == "/rooms/garden/"
    own = Membership.objects.get(user=ann, room=garden)
    assert (own.level, own.favourite) == ("nothing", True)
    page = as_ann.get("/rooms/garden/").content.decode()
    assert '<option value="nothing" selected>' in page
    assert 'name="favourite" checked' in page


def test_favourites_come_first_and_muted_rooms_are_marked(as_ann: Client, ann: User, garden: Room) -> None:
    async_to_sync(rooms.create)(ann, "attic")
    as_ann.post("/own-settings/garden/", {"level": "nothing", "favourite": "on"})
    [garden_line, attic_line] = sidebar.rooms_of(ann)
    assert (garden_line.room, garden_line.part) == (garden, Part("owner", "nothing", favourite=True))
    assert (attic_line.room.slug, attic_line.part) == ("attic", Part("owner"))
    page = as_ann.get("/rooms/garden/").content.decode()
    assert re.search(r'data-level="nothing" data-favourite\s', page)
    assert page.count('href="#i-bell-off"') == 1


def test_only_members_have_settings(as_bob: Client, garden: Room) -> None:
    assert as_bob.post("/own-settings/garden/", {"level": "nothing"}).status_code == 403
    assert 'action="/own-settings/' not in as_bob.get("/rooms/garden/").content.decode()
    assert as_bob.post("/own-settings/nowhere/", {"level": "nothing"}).status_code == 404


def test_a_level_that_there_is_not_is_refused(as_ann: Client, garden: Room) -> None:
    assert as_ann.post("/own-settings/garden/", {"level": "loud"}).status_code == 400
