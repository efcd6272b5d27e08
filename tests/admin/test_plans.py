"""What the lists read, by explain(): a bounded number of documents, however many there are."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.admin import site
from django.test import RequestFactory

from chat.admin import search
from chat.models import AuditEntry, Ban, Event, Notice, Room, Token, User
from chatsite.mongo.paginator import BoundedPaginator
from tests.mongo.plans import work

PEOPLE, ROOMS, EVENTS = 600, 600, 3000
NEWEST, MOST, PAGE = 100, 120, 50
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def populated(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many of everything, and small bounds."""
    monkeypatch.setattr(search, "NEWEST", NEWEST)
    monkeypatch.setattr(BoundedPaginator, "MOST", MOST)
    people = [
        User(
            username=f"person{n}",
            folded=f"person{n}",
            email=f"{n}@example.org",
            is_staff=n % 200 == 0,
            suspended_at=NOON if n % 200 == 1 else None,
        )
        for n in range(PEOPLE)
    ]
    rooms = [
        Room(id=f"room-{n}", slug=f"room-{n}", archived_at=NOON if n % 200 == 0 else None)
        for n in range(ROOMS)
    ]
    User.objects.bulk_create(people)
    Room.objects.bulk_create(rooms)
    Token.objects.bulk_create(Token(user=user, digest=user.username) for user in people)
    Ban.objects.bulk_create(Ban(room=room, user=user) for room, user in zip(rooms, people, strict=True))
    AuditEntry.objects.bulk_create(
        AuditEntry(by=user, by_name="x", action="ban", user=user) for user in people
    )
    Notice.objects.bulk_create(Notice(seq=n, kind="news", at=NOON) for n in range(1, 600))
    for room in rooms[:2]:
        Event.objects.bulk_create(_event(room, people[seq % 3], seq) for seq in range(1, EVENTS // 2 + 1))


def _event(room: Room, author: User, seq: int) -> Event:
    return Event(
        id=f"{room.pk}/{seq}",
        room=room,
        seq=seq,
        kind="reaction" if seq % 3 == 0 else "message",
        author=author,
        author_username=author.username,
        author_name=author.username,
        at=NOON + timedelta(seconds=seq),
        text=None if seq % 3 == 0 else "hello",
        target=seq - 1 if seq % 3 == 0 else None,
        emoji="👍" if seq % 3 == 0 else None,
        on=True if seq % 3 == 0 else None,
    )


LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "events": ("event", {}),
    "events, the last page": ("event", {"p": "2"}),
    "events of every kind": ("event", {"kind": "all"}),
    "events of every kind, the last page": ("event", {"kind": "all", "p": "2"}),
    "words in a kind": ("event", {"q": "hello", "kind": "message"}),
    "somebody's of a kind": ("event", {"q": "@person1", "kind": "message"}),
    "events of a kind": ("event", {"kind": "reaction"}),
    "events of a kind that is not there": ("event", {"kind": "restore"}),
    "one event": ("event", {"q": "room-0/77"}),
    "one event by id": ("event", {"q": "8e0f0000-0000-4000-8000-000000000000"}),
    "a room": ("event", {"q": "room-0/"}),
    "a room, further back": ("event", {"q": "room-0/", "p": "2"}),
    "words": ("event", {"q": "hello"}),
    "words that nobody said": ("event", {"q": "absent"}),
    "words that nobody said in a room": ("event", {"q": "room-0/ absent"}),
    "a kind that is not there, in a room": ("event", {"q": "room-0/", "kind": "restore"}),
    "what somebody said": ("event", {"q": "@person1"}),
    "words that somebody did not say": ("event", {"q": "@person1 absent"}),
    "what somebody said in a room": ("event", {"q": "room-0/ @person1"}),
    "what somebody never said in a room": ("event", {"q": "room-0/ @person77"}),
    "people": ("user", {}),
    "people by the start of a name": ("user", {"q": "PERSON1"}),
    "people by the start of many names": ("user", {"q": "p"}),
    "somebody by address": ("user", {"q": "7@example.org"}),
    "nobody": ("user", {"q": "absent"}),
    "the staff": ("user", {"standing": "staff"}),
    "the suspended": ("user", {"standing": "suspended"}),
    "rooms": ("room", {}),
    "rooms by the start of an address": ("room", {"q": "room-1"}),
    "open rooms": ("room", {"state": "open"}),
    "archived rooms": ("room", {"state": "archived"}),
    "bans": ("ban", {}),
    "bans of somebody": ("ban", {"q": "person77"}),
    "bans from a room": ("ban", {"q": "room-77"}),
    "tokens": ("token", {}),
    "tokens of somebody": ("token", {"q": "person77"}),
    "the audit log": ("auditentry", {}),
    "the audit log of somebody": ("auditentry", {"q": "person77"}),
    "notices": ("notice", {}),
}


@pytest.mark.usefixtures("populated")
def test_every_list_reads_a_bounded_number(rf: RequestFactory, subtests: pytest.Subtests) -> None:
    for name, (model, asked) in LISTS.items():
        with subtests.test(name):
            read = work(partial(_rows, rf, model, asked))
            # A page with its joins, the window, a count, and what was done to the messages of the page.
            assert read.documents <= 4 * PAGE + 2 * NEWEST + MOST
            assert read.keys <= 2 * (4 * PAGE + 2 * NEWEST + MOST)


def _rows(rf: RequestFactory, model: str, asked: dict[str, str]) -> list[Any]:
    """The rows of a page of a list."""
    [admin] = [each for each in site._registry.values() if each.opts.model_name == model]
    request = rf.get("/", asked)
    request.user = User(is_superuser=True, is_staff=True)
    return list(admin.get_changelist_instance(request).result_list)


@pytest.mark.usefixtures("populated")
def test_the_lists_are_not_empty_by_mistake(rf: RequestFactory) -> None:
    full = {name: len(_rows(rf, *LISTS[name])) for name in LISTS}
    empty = {name for name, rows in full.items() if not rows}
    assert empty == {
        "events of a kind that is not there",
        "one event by id",
        "words that nobody said",
        "words that nobody said in a room",
        "a kind that is not there, in a room",
        "words that somebody did not say",
        "what somebody never said in a room",
        "nobody",
    }
