"""The queries that Wick lives on read what they return, however much there is beside it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from chat import log, queries
from chat.models import Ban, Event, Marker, Membership, Room, Token, User
from chat.person import Person
from chat.unread import unread
from chatsite.mongo.sessions.models import Session
from tests.mongo.plans import work

PEOPLE, ROOMS, EVENTS = 300, 150, 600
PAGE = 100
UNREAD = 250  # a hundred messages of others, what stands between them, and what was done to them
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def house(db: None) -> SimpleNamespace:
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
    return SimpleNamespace(people=people, rooms=rooms, room=rooms[0], person=people[0])


def event(room: Room, author: User, seq: int) -> Event:
    """Every third is a reaction to the message just before it."""
    return Event(
        id=f"{room.pk}-{seq}",
        room=room,
        seq=seq,
        kind="message" if seq % 3 else "reaction",
        author=author,
        author_username=author.username,
        at=NOON + timedelta(seconds=seq),
        text="hello" if seq % 3 else None,
        target=None if seq % 3 else seq - 1,
    )


def every_room(person: User) -> None:
    queries.count_members(queries.public_rooms(person))


HOT: dict[str, tuple[int, Callable[[SimpleNamespace], Any]]] = {
    # what is asked: (documents it may examine, how it is asked)
    "a person by key": (1, lambda at: User.objects.get(pk=at.person.pk)),
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
    "how far somebody has read": (1, lambda at: queries.marker(Person.of(at.people[7]), at.room.pk)),
    "a person's rooms": (3 * 10 + 2 * UNREAD, lambda at: queries.rooms_of(at.person)),
    "what is unread": (UNREAD, lambda at: unread(Person.of(at.people[7]), "room-0", 0, EVENTS)),
    "all rooms and their people": (ROOMS + PEOPLE + 19, lambda at: every_room(at.people[7])),
    "an event by id": (1, lambda at: log.by_id(["room-0-77"])),
    "an event by its place": (1, lambda at: log.at("room-0", 77)),
    "the head": (1, lambda at: log.head("room-0")),
    "the heads of all rooms": (0, lambda at: log.heads([f"room-{n}" for n in range(ROOMS)])),
    "the newest page": (PAGE, lambda at: log.before("room-0", None, PAGE)),
    "a page of history": (PAGE, lambda at: log.before("room-0", 300, PAGE)),
    "what was missed": (PAGE, lambda at: log.after("room-0", 300, PAGE)),
    "what was done to a page": (PAGE // 3, lambda at: log.changes("room-0", range(301, 401))),
    "rooms that moved": (20, lambda at: log.moved({"room-0": EVENTS - 20, "room-1": EVENTS})),
    "a history page through the ORM": (
        PAGE,
        lambda at: list(Event.objects.filter(room="room-0", seq__lt=300).order_by("-seq")[:PAGE]),
    ),
}


@pytest.mark.django_db
def test_each_reads_what_it_returns(house: SimpleNamespace, subtests: pytest.Subtests) -> None:
    for name, (most, ask) in HOT.items():
        with subtests.test(name):
            assert work(lambda ask=ask: ask(house)).documents <= most  # type: ignore[misc]


@pytest.mark.django_db
def test_each_list_of_the_admin_reads_a_page(
    house: SimpleNamespace, rf: RequestFactory, subtests: pytest.Subtests
) -> None:
    request = rf.get("/")
    request.user = User(is_superuser=True, is_staff=True)
    for site in admin.site._registry.values():
        with subtests.test(site.opts.model_name):
            shown = work(lambda site=site: list(site.get_changelist_instance(request).result_list))  # type: ignore[misc]
            assert shown.documents <= 4 * site.list_per_page  # with up to three joined columns
