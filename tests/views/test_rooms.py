"""All rooms: the list, opening one, joining and leaving."""

import html
import re
import uuid
from datetime import datetime

import pytest
from asgiref.sync import async_to_sync
from django.http import QueryDict
from django.test import Client

from chat.actions import memberships, messages, moderation, removal, rooms
from chat.actions.system_account import system_account
from chat.models import Membership, Room, User
from chat.projections.directory import handle
from chat.projections.registry import StoredEvent
from chat.queries import directory
from chat.storage import member_counts


def test_the_list_shows_every_room_with_its_people(as_bob: Client, garden: Room) -> None:
    page = as_bob.get("/rooms/").content.decode()
    assert "garden" in page
    assert "Plants, soil, slugs." in page
    assert "1 person" in page
    assert "1 room, you are in none" in page


def test_it_filters_by_text_and_by_membership(as_ann: Client, ann: User, bob: User, garden: Room) -> None:
    async_to_sync(rooms.create)(bob, "kitchen")
    assert "kitchen" not in as_ann.get("/rooms/?q=slugs+soil").content.decode()
    assert 'href="/rooms/kitchen/"' not in as_ann.get("/rooms/?show=mine").content.decode()
    others = as_ann.get("/rooms/?show=others").content.decode()
    assert 'action="/rooms/kitchen/join/"' in others
    assert 'action="/rooms/garden/join/"' not in others
    assert "Nothing found for “zzz”." in as_ann.get("/rooms/?q=zzz").content.decode()


def test_a_long_list_ends_and_search_finds_the_rest(
    as_ann: Client, ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.queries.directory.PAGE", 1)
    async_to_sync(rooms.create)(ann, "kitchen")
    async_to_sync(memberships.leave)(ann, "kitchen")
    assert 'href="?after=garden">More rooms' in as_ann.get("/rooms/").content.decode()
    following = as_ann.get("/rooms/?after=garden").content.decode()
    assert 'action="/rooms/kitchen/join/"' in following
    assert "More rooms" not in following
    found = as_ann.get("/rooms/?q=kitchen").content.decode()
    assert 'action="/rooms/kitchen/join/"' in found
    assert "0 people" in found


def test_opening_a_room_makes_its_owner(as_bob: Client, bob: User) -> None:
    answer = as_bob.post("/open-a-room/", {"slug": "long-walks", "topic": "Far"})
    assert answer["Location"] == "/rooms/long-walks/"
    assert Membership.objects.get(room="long-walks", user=bob.pk).role == Membership.Role.OWNER


def test_a_name_that_is_taken_or_has_no_shape_is_refused(as_bob: Client, garden: Room) -> None:
    taken = as_bob.post("/open-a-room/", {"slug": "garden"}).content.decode()
    assert "There is a room at “garden” already." in taken
    shapeless = as_bob.post("/open-a-room/", {"slug": "No Good"}).content.decode()
    assert "Use lower-case letters, digits and single dashes between them." in shapeless
    assert Room.objects.count() == 1


def test_joining_and_leaving(as_bob: Client, bob: User, garden: Room) -> None:
    assert as_bob.post("/rooms/garden/join/")["Location"] == "/rooms/garden/"
    assert Membership.objects.filter(room="garden", user=bob.pk).exists()
    page = as_bob.post("/rooms/garden/leave/", follow=True).content.decode()
    assert "You left #garden." in page
    assert not Membership.objects.filter(room="garden", user=bob.pk).exists()


def test_a_link_cannot_join_for_me(as_bob: Client, garden: Room) -> None:
    assert as_bob.get("/rooms/garden/join/").status_code == 405


def test_moderators_say_what_a_room_is_for_and_others_do_not(
    as_ann: Client, as_bob: Client, garden: Room
) -> None:
    assert as_ann.post("/rooms/garden/settings/", {"part": "name", "topic": "Only slugs"}).status_code == 302
    assert Room.objects.get(pk="garden").topic == "Only slugs"
    assert as_bob.post("/rooms/garden/settings/", {"part": "name", "topic": "No slugs"}).status_code == 403
    assert Room.objects.get(pk="garden").topic == "Only slugs"


def test_the_beginning_leads_to_the_last_room_or_the_first_or_the_list(
    as_ann: Client, as_bob: Client, ann: User, garden: Room
) -> None:
    assert as_bob.get("/")["Location"] == "/rooms/"
    assert as_ann.get("/")["Location"] == "/rooms/garden/"
    async_to_sync(rooms.create)(ann, "attic")
    assert as_ann.get("/")["Location"] == "/rooms/attic/"
    as_ann.get("/rooms/garden/")
    assert as_ann.get("/")["Location"] == "/rooms/garden/"


@pytest.mark.parametrize(
    "words", ["ÜBUNGEN", "a.b", "(", "\\", "[a-", "\0", "x" * 40_000, "a " * 5000, "%", "\ud800"]
)
def test_any_text_can_be_searched_for(as_ann: Client, ann: User, garden: Room, words: str) -> None:
    async_to_sync(rooms.create)(ann, "kitchen", topic="Übungen a.b (")
    page = as_ann.get("/rooms/", {"q": words.encode(errors="surrogatepass").decode(errors="replace")})
    assert page.status_code == 200


def test_search_ignores_case_and_takes_no_pattern(as_ann: Client, ann: User, garden: Room) -> None:
    async_to_sync(rooms.create)(ann, "kitchen", topic="Übungen a.b")
    for words, there in (("üBUNGEN", True), ("A.B", True), ("a.?", False), ("axb", False), (".", True)):
        listed = as_ann.get("/rooms/", {"q": words}).content.decode().partition('class="directory"')[2]
        assert ('href="/rooms/kitchen/"' in listed) == there, words


def listed(client: Client, **asked: str) -> list[str]:
    """The rooms of a page of the list, in order."""
    page = client.get("/rooms/", asked).content.decode()
    return re.findall(r'room-row__name.*?href="/rooms/([^/]+)/"', page, re.S)


def pages(client: Client, **asked: str) -> list[str]:
    """The rooms of all pages, by the links from each to the next."""
    found, after = [], ""
    while True:
        page = client.get("/rooms/", {**asked, "after": after} if after else asked).content.decode()
        found += re.findall(r'room-row__name.*?href="/rooms/([^/]+)/"', page, re.S)
        following = re.search(r'directory__next.*?href="\?([^"]+)"', page, re.S)
        if following is None:
            return found
        after = QueryDict(html.unescape(following[1]))["after"]


def test_rooms_are_sorted_by_their_people_page_by_page(
    as_ann: Client, ann: User, bob: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("attic", "kitchen", "yard"):
        async_to_sync(rooms.create)(ann, slug)
    async_to_sync(rooms.create)(ann, "hideout", private=True)
    for room in ("kitchen", "garden"):
        async_to_sync(memberships.join)(bob, room)
    async_to_sync(memberships.leave)(ann, "yard")
    by_people = ["garden", "kitchen", "attic", "hideout", "yard"]
    assert listed(as_ann, sort="members") == by_people
    assert "2 people" in as_ann.get("/rooms/", {"sort": "members"}).content.decode()
    monkeypatch.setattr(directory, "PAGE", 1)
    assert pages(as_ann, sort="members") == by_people
    assert pages(as_ann, sort="members", show="mine") == by_people[:-1]


def test_rooms_are_sorted_by_their_newest_message_and_silent_ones_come_last(
    as_ann: Client, ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("attic", "kitchen", "yard"):
        async_to_sync(rooms.create)(ann, slug)
    events = []
    for room, at in (("attic", 1), ("yard", 3), ("attic", 2), ("yard", 2)):
        document = {"room": room, "seq": at, "kind": "message", "author": "", "at": datetime(2026, 1, at)}
        events.append(StoredEvent.of(document))
    handle(events[:2])
    handle(events[2:])
    by_message = ["yard", "attic", "garden", "kitchen"]
    assert listed(as_ann, sort="activity") == by_message
    monkeypatch.setattr(directory, "PAGE", 1)
    assert pages(as_ann, sort="activity") == by_message


@pytest.mark.parametrize("after", ["x", "9" * 99 + ".a", "5.", ".", "99999999999999.a", "\0"])
@pytest.mark.parametrize("sort", ["members", "activity", "name", "no"])
def test_any_position_is_a_page(as_ann: Client, garden: Room, sort: str, after: str) -> None:
    assert as_ann.get("/rooms/", {"sort": sort, "after": after}).status_code == 200


def test_the_number_of_people_follows_every_change(ann: User, bob: User, garden: Room) -> None:
    def count() -> int:
        number = Room.objects.get(pk=garden.pk).member_count
        assert number == Membership.objects.filter(room=garden.pk).count()
        return number

    cid, dan = (User.objects.create_user(name) for name in ("cid", "dan"))
    async_to_sync(memberships.join)(bob, garden.pk)
    async_to_sync(memberships.join)(bob, garden.pk)
    async_to_sync(memberships.add)(ann, garden.pk, [str(cid.pk), str(bob.pk)])
    async_to_sync(memberships.set_moderator)(ann, garden.pk, str(dan.pk), True)
    assert count() == 4
    async_to_sync(memberships.leave)(bob, garden.pk)
    async_to_sync(moderation.kick)(ann, garden.pk, str(cid.pk))
    async_to_sync(moderation.kick)(ann, garden.pk, str(cid.pk))
    assert count() == 2
    async_to_sync(messages.post)(bob, garden.pk, str(uuid.uuid4()), "hello")
    assert count() == 3
    removal.delete_account(system_account(), str(bob.pk), "", lambda done: None, with_messages=False)
    assert count() == 2
    Room.objects.filter(pk=garden.pk).update(member_count=9)
    member_counts.recount()
    assert count() == 2
