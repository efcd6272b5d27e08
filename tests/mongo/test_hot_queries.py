"""The queries that Wick lives on read what they return, however much there is beside it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from chat.actors.actor import Actor
from chat.models import Ban, Event, Marker, Membership, Room, Token, User
from chat.permissions.room_access import standing
from chat.queries import changes, directory, markers, members, room_objects, sidebar
from chat.queries.access import access_of
from chat.queries.bans import banned_among
from chat.queries.directory import DirectoryQuery
from chat.queries.room_state import room_state
from chat.storage import event_log, log_heads
from chatsite.mongo.sessions.models import Session
from tests.mongo.plans import work

PEOPLE, ROOMS, EVENTS = 300, 150, 600
PAGE = 100
UNREAD = 180  # of a room: 120 messages, and the reactions between them
TEN = [f"room-{n}" for n in range(10)]
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def populated(db: None) -> SimpleNamespace:
    """Many people and rooms; everyone is in the first room, and the first person is in ten rooms."""
    people = [
        User(username=f"person{n}", folded=f"person{n}", email=f"{n}@example.org") for n in range(PEOPLE)
    ]
    rooms = [Room(id=f"room-{n}", slug=f"slug-{n}") for n in range(ROOMS)]
    User.objects.bulk_create(people)
    Room.objects.bulk_create(rooms)
    Token.objects.bulk_create(Token(user=user, digest=f"digest {user.username}") for user in people)
    Session.objects.bulk_create(Session(f"key{n}", "", NOON) for n in range(PEOPLE))
    pairs = [(rooms[0], user) for user in people] + [(room, people[0]) for room in rooms[1:10]]
    kinds: tuple[Any, ...] = (Membership, Marker, Ban)
    for kind in kinds:
        kind.objects.bulk_create(kind(room=room, user=user) for room, user in pairs)
    for room in rooms[:2]:
        Event.objects.bulk_create(event(room, people[seq % 7], seq) for seq in range(1, EVENTS + 1))
    return SimpleNamespace(people=people, rooms=rooms, room=rooms[0], actor=people[0])


def ids(people: list[User]) -> list[str]:
    return [str(user.pk) for user in people]


def event(room: Room, author: User, seq: int) -> Event:
    """Every third is a reaction to the message just before it."""
    return Event(
        id=f"{room.pk}/{seq}",
        room=room,
        seq=seq,
        kind="message" if seq % 3 else "reaction",
        author=author,
        author_username=author.username,
        at=NOON + timedelta(seconds=seq),
        text="hello" if seq % 3 else None,
        target=None if seq % 3 else seq - 1,
        moderated=author.pk.hex if seq == 300 else None,
    )


HOT: dict[str, tuple[int, Callable[[SimpleNamespace], Any]]] = {
    # what is asked: (documents it may examine, how it is asked)
    "a person by key": (1, lambda at: User.objects.get(pk=at.actor.pk)),
    "a person by name": (1, lambda at: User.objects.get(username="person7")),
    "a person by address": (1, lambda at: list(User.objects.filter(email="7@example.org"))),
    "a session": (1, lambda at: Session.objects.filter(pk="key7", expire_date__gt=NOON).first()),
    "a token": (1, lambda at: Token.objects.filter(digest="digest person7").first()),
    "a room by key": (1, lambda at: Room.objects.filter(pk="room-7").first()),
    "a room by slug": (1, lambda at: Room.objects.filter(slug="slug-7").first()),
    "whether somebody is a member": (
        1,
        lambda at: Membership.objects.filter(room=at.room, user=at.people[7]).exists(),
    ),
    "whether somebody is banned": (
        1,
        lambda at: Ban.objects.filter(room=at.room, user=at.people[7]).exists(),
    ),
    "the state of a room, of which everyone is a member": (1, lambda at: room_state(at.room.pk)),
    "who of three is banned": (3, lambda at: banned_among(at.room.pk, ids(at.people[:3]))),
    "what three are to a room": (6, lambda at: access_of(at.room.pk, ids(at.people[:3]))),
    "how far somebody has read": (1, lambda at: markers.markers(at.room.pk, [at.people[7].pk])),
    "a person's rooms": (4 * 10 + 2 * UNREAD, lambda at: sidebar.rooms_of(at.actor)),
    "the same as objects": (
        5 * 10 + 2 * UNREAD,
        lambda at: room_objects.room_objects(Actor.of(at.actor)),
    ),
    "their addresses": (3 * 10, lambda at: sidebar.slugs_of(at.actor)),
    "where somebody stands in a room": (4, lambda at: standing(at.people[7], "slug-7")),
    "who moderates a room": (0, lambda at: members.moderators_of("room-7")),
    "the people of a room": (
        2 * (PAGE + members.BANNED) + 110,
        lambda at: members.members_of("room-0", PAGE, banned=True),
    ),
    "who may own a room after somebody": (
        2 * PAGE,
        lambda at: members.possible_owners("room-0", at.actor.pk, PAGE),
    ),
    "a page of all rooms": (directory.PAGE + 11, lambda at: directory.page(DirectoryQuery())),
    "with private ones among them": (
        directory.PAGE + 21,
        lambda at: directory.page(DirectoryQuery(mine=TEN, private=TEN)),
    ),
    "the page after it": (directory.PAGE + 11, lambda at: directory.page(DirectoryQuery(after="slug-110"))),
    "by their people": (directory.PAGE + 11, lambda at: directory.page(DirectoryQuery(order="members"))),
    "the page after it, by their people": (
        directory.PAGE + 11,
        lambda at: directory.page(DirectoryQuery(order="members", after="0.slug-110")),
    ),
    "by their last messages": (
        directory.PAGE + 11,
        lambda at: directory.page(DirectoryQuery(order="activity", after=".slug-110")),
    ),
    "rooms with a word": (ROOMS, lambda at: directory.page(DirectoryQuery(terms="nothing"))),
    "a person's own rooms, listed": (10, lambda at: directory.page(DirectoryQuery(mine=TEN, which="mine"))),
    "the others, listed": (
        directory.PAGE + 11,
        lambda at: directory.page(DirectoryQuery(mine=TEN, which="others")),
    ),
    "how many rooms there are": (ROOMS, lambda at: directory.count()),
    "messages of many rooms": (ROOMS, lambda at: event_log.at_places((f"room-{n}", 1) for n in range(ROOMS))),
    "what was done to them": (4, lambda at: changes.newest((f"room-{n}", 2) for n in range(ROOMS))),
    "an event by id": (1, lambda at: event_log.by_id("room-0", ["77"])),
    "an event by its place": (1, lambda at: event_log.at("room-0", 77)),
    "the head": (1, lambda at: event_log.head("room-0")),
    "the newest page": (PAGE, lambda at: event_log.before("room-0", None, PAGE)),
    "a page of history": (PAGE, lambda at: event_log.before("room-0", 300, PAGE)),
    "a page of messages": (PAGE, lambda at: event_log.shown_before("room-0", 300, PAGE)),
    "what was missed": (PAGE, lambda at: event_log.after("room-0", 300, PAGE)),
    "what was done to a page": (
        PAGE // 3,
        lambda at: changes.newest(("room-0", seq) for seq in range(301, 401)),
    ),
    "rooms that moved": (0, lambda at: log_heads.ahead_of({"room-0": EVENTS - 20, "room-1": EVENTS})),
    "what moderators did": (2, lambda at: event_log.moderation(NOON, 50)),
    "a history page through the ORM": (
        PAGE,
        lambda at: list(Event.objects.filter(room="room-0", seq__lt=300).order_by("-seq")[:PAGE]),
    ),
}


@pytest.mark.django_db
def test_each_reads_what_it_returns(populated: SimpleNamespace, subtests: pytest.Subtests) -> None:
    for name, (most, ask) in HOT.items():
        with subtests.test(name):
            assert work(lambda ask=ask: ask(populated)).documents <= most  # type: ignore[misc]


@pytest.mark.django_db
def test_the_head_of_a_room_costs_a_seek_however_far_behind_one_is(populated: SimpleNamespace) -> None:
    rooms = {room.pk: 0 for room in populated.rooms}
    done = work(lambda: log_heads.ahead_of(rooms))
    assert done.documents == 0
    assert done.keys <= 2 * len(rooms)
    assert log_heads.ahead_of(rooms)["room-0"] == EVENTS


@pytest.mark.django_db
def test_each_list_of_the_admin_reads_a_page(
    populated: SimpleNamespace, rf: RequestFactory, subtests: pytest.Subtests
) -> None:
    request = rf.get("/")
    request.user = User(is_superuser=True, is_staff=True)
    for site in admin.site._registry.values():
        with subtests.test(site.opts.model_name):
            shown = work(lambda site=site: list(site.get_changelist_instance(request).result_list))  # type: ignore[misc]
            assert shown.documents <= 4 * site.list_per_page  # with up to three joined columns
