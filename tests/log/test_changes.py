"""What a message is now, read without reading all that was ever done to it."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.actions import messages, rooms
from chat.actors.actor import Actor
from chat.events.base import encode
from chat.events.documents import from_document
from chat.events.fold import as_now
from chat.models import Room, User
from chat.protocol.errors import Code, Refused
from chat.queries import changes, timeline
from chat.storage import event_log, log_appends
from tests.mongo.plans import work

pytestmark = pytest.mark.django_db

MESSAGES = 3
KINDS = ("edit", "delete", "restore", "reaction", "of a newer version")


def store(room: str, events: Iterable[dict[str, Any]]) -> None:
    """Puts events into a room's log, past all rules, as an import does."""
    start = event_log.head(room)
    common = {"room": room, "author": uuid.UUID(int=1).hex, "author_name": "x", "at": datetime.now(UTC)}
    documents = [
        {"_id": str(uuid.uuid4()), "seq": start + n, "author_username": "ann", **common, **event}
        for n, event in enumerate(events, 1)
    ]
    for first in range(0, len(documents), 200):  # each within the time of one command
        some = documents[first : first + 200]
        assert log_appends.insert(some).stored == len(some)


def said(count: int) -> list[dict[str, Any]]:
    return [{"kind": "message", "text": f"message {n}"} for n in range(count)]


def edits(target: int, count: int) -> list[dict[str, Any]]:
    return [{"kind": "edit", "target": target, "text": f"edit {n}"} for n in range(count)]


def toggles(target: int, count: int) -> list[dict[str, Any]]:
    """Ten people put and take back four emoji."""
    return [
        {
            "kind": "reaction",
            "target": target,
            "emoji": "👍👎🎉❤"[n % 4],
            "on": n // 40 % 2 == 0,
            "author_username": f"person{n % 10}",
        }
        for n in range(count)
    ]


change = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "target": st.integers(1, MESSAGES),
        "author_username": st.sampled_from(["ann", "bob", "eve"]),
        "text": st.text("ab", max_size=3),
        "emoji": st.sampled_from("👍👎"),
        "on": st.booleans(),
    }
)
FIELDS = {"edit": {"text"}, "restore": {"text"}, "reaction": {"emoji", "on"}}


def stored_as(change: dict[str, Any]) -> dict[str, Any]:
    """Without the fields that its kind does not have."""
    fields = {"kind", "target", "author_username"} | FIELDS.get(change["kind"], set())
    return {name: value for name, value in change.items() if name in fields}


@given(st.lists(change, max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_counts_makes_the_same_messages_as_everything(db: None, done: list[dict[str, Any]]) -> None:
    room = f"room-{uuid.uuid4().hex[:8]}"
    store(room, [*said(MESSAGES), *map(stored_as, done)])
    everything = [from_document(document) for document in event_log.whole(room)]
    counts = changes.newest((room, seq) for seq in range(1, MESSAGES + 1))
    said_first = everything[:MESSAGES]
    assert as_now(said_first, counts) == as_now(said_first, everything)


def test_a_page_reads_only_the_newest_text_of_a_message_that_was_edited_a_thousand_times(db: None) -> None:
    store("room", [*said(100), *edits(50, 1000), *said(99)])
    shown: list[Any] = []
    read = work(lambda: shown.extend(timeline.events_before("room", 101, 100)))
    assert read.documents <= 100 + 1
    assert read.keys <= 100 + 10
    assert (shown[49].text, shown[49].edited, shown[49].rev) == ("edit 999", True, 1100)


def test_a_page_reads_no_document_of_reactions_and_each_key_once(db: None) -> None:
    store("room", [*said(100), *toggles(50, 10_000), *said(99)])
    shown: list[Any] = []
    read = work(lambda: shown.extend(timeline.events_before("room", 101, 100)))
    assert read.documents <= 100
    assert read.keys <= 2 * (10_000 + 400)  # explain() counts what is grouped twice
    assert len(encode(shown[49])) < 1000


def test_a_message_away_from_memory_is_read_in_the_same_way(db: None) -> None:
    store("room", [*said(3), *edits(1, 1000), *toggles(2, 1000)])
    assert work(lambda: changes.newest([("room", 1), ("room", 2)])).documents <= 1


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def general(ann: User) -> str:
    return str(async_to_sync(rooms.create)(ann, "general").pk)


@pytest.fixture
def talk(general: str, ann: User) -> Actor:
    """A message of Ann's, the first of the room, that was edited twice; and a limit of two edits."""
    person = Actor.of(ann)
    say(person, "edit me")
    for n in range(2):
        edit(person, f"edit {n}")
    return person


def say(person: Actor, text: str) -> int:
    return async_to_sync(messages.post)(person, "general", str(uuid.uuid4()), text)


def edit(person: Actor, text: str, id: str | None = None) -> int:
    return async_to_sync(messages.edit)(person, "general", id or str(uuid.uuid4()), 1, text)


def react(person: Actor, emoji: str, on: bool) -> int:
    return async_to_sync(messages.react)(person, "general", str(uuid.uuid4()), 1, emoji, on)


def test_a_message_can_be_edited_so_often_and_no_more(talk: Actor, settings: Any) -> None:
    settings.WICK_EDITS = 3
    id = str(uuid.uuid4())
    assert edit(talk, "the last", id) == 4
    with pytest.raises(Refused, match="3 times") as refused:
        edit(talk, "one more")
    assert refused.value.code is Code.FORBIDDEN
    assert edit(talk, "sent again", id) == 4
    assert timeline.message_at("general", 1)["text"] == "the last"  # type: ignore[index]


def test_events_of_other_messages_do_not_count(talk: Actor, settings: Any) -> None:
    settings.WICK_EDITS = 3
    for _ in range(5):
        say(talk, "more")
    assert edit(talk, "the last") == 9


def test_what_was_put_can_be_taken_back_when_no_more_can_be_put(talk: Actor, settings: Any) -> None:
    settings.WICK_REACTIONS = 3
    for on in (True, False, True):
        react(talk, "👍", on)
    with pytest.raises(Refused, match="3 times"):
        react(talk, "🎉", True)
    assert react(talk, "👍", False) == 7
    assert "reactions" not in timeline.message_at("general", 1)  # type: ignore[operator]


def test_the_admin_pages_through_a_long_history(general: str, ann: User, client: Client) -> None:
    store("general", [*said(1), *edits(1, 250)])
    User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    client.force_login(User.objects.get(username="root"))
    key = event_log.at("general", 1)["_id"]  # type: ignore[index]
    page = f"/admin/chat/event/{key.replace('/', '_2F')}/change/"
    newest = client.get(page).content.decode()
    assert ("edit 249" in newest, "edit 150" in newest, "edit 149<" in newest) == (True, True, False)
    older = client.get(f"{page}?before=152").content.decode()
    assert ("edit 149<" in older, "edit 50<" in older, "edit 49<" in older) == (True, True, False)
    assert Room.objects.filter(pk="general").exists()
