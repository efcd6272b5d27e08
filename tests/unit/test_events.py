"""Events as the wire shows them."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from chat.actors.actor import Actor
from chat.events import message
from chat.events.base import WireEvent, encode
from chat.events.documents import from_document, moment
from chat.events.kinds import KINDS, decode
from chat.events.message import Message
from chat.events.pending import PendingEvent
from chat.text.markdown import render

ADA = Actor(id="00000000-0000-4000-8000-00000000000a", key="0" * 12 + "4" + "0" * 3 + "8" + "0" * 14 + "a",
             username="ada", name="Ada L.")  # fmt: skip
ID = "0f0e0d0c-0b0a-4908-8706-050403020100"
AT = datetime(2026, 11, 24, 5, 0, 0, 123_000)
COMMON = {
    "type": "event",
    "room": "general",
    "seq": 42,
    "id": ID,
    "author": {"id": ADA.id, "username": "ada", "name": "Ada L."},
    "at": "2026-11-24T05:00:00.123Z",
}
ENTRIES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"kind": "message", "text": "hello"},
        {"text": "hello", "html": render("hello"), "reply_to": None, "rev": 42},
    ),
    (
        {"kind": "message", "text": "hello", "reply_to": 7},
        {"text": "hello", "html": render("hello"), "reply_to": 7, "rev": 42},
    ),
    ({"kind": "edit", "target": 7, "text": "oh"}, {"target": 7, "text": "oh", "html": render("oh")}),
    ({"kind": "delete", "target": 7}, {"target": 7}),
    ({"kind": "restore", "target": 7, "text": "oh"}, {"target": 7, "text": "oh", "html": render("oh")}),
    ({"kind": "reaction", "target": 7, "emoji": "👍", "on": True}, {"target": 7, "emoji": "👍", "on": True}),
    (
        {"kind": "reaction", "target": 7, "emoji": "👍", "on": False},
        {"target": 7, "emoji": "👍", "on": False},
    ),
]


def pending(kind: str, **fields: Any) -> PendingEvent:
    event = KINDS[kind](room="general", id=ID, author=ADA.author, **fields)
    return PendingEvent(event, ADA, done=lambda _: None)


def stored_event(pending: PendingEvent) -> WireEvent:
    """The event as it is sent, stored as seq 42."""
    pending.document(42, AT)
    pending.event.complete()
    return pending.event


def wire(event: Any) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.json.decode(encode(event))
    return shown


@pytest.mark.parametrize(("made", "shown"), ENTRIES)
def test_an_event_has_the_fields_of_its_kind_and_no_others(
    made: dict[str, Any], shown: dict[str, Any]
) -> None:
    assert wire(stored_event(pending(**made))) == {**COMMON, "kind": made["kind"], **shown}


@pytest.mark.parametrize(("made", "shown"), ENTRIES)
def test_what_is_stored_comes_back_as_it_was_stored_event(
    made: dict[str, Any], shown: dict[str, Any]
) -> None:
    stored = pending(**made).document(42, AT)
    assert wire(from_document(stored)) == wire(stored_event(pending(**made)))


@pytest.mark.parametrize(("made", "shown"), ENTRIES)
def test_what_one_process_tells_another_arrives_whole(made: dict[str, Any], shown: dict[str, Any]) -> None:
    event = stored_event(pending(**made))
    assert decode(encode(event)) == event


def test_an_event_that_gets_another_place_keeps_its_html(monkeypatch: pytest.MonkeyPatch) -> None:
    event = Message(room="general", id=ID, author=ADA.author, text="*hello*", seq=42)
    event.complete()
    monkeypatch.setattr(message, "render", lambda *_: pytest.fail("it was rendered again"))
    event.seq = 43
    event.complete()
    assert (event.html, event.rev) == (render("*hello*"), 43)


def test_a_kind_of_a_newer_version_is_passed_on() -> None:
    body = (
        b'{"type":"event","room":"general","seq":42,"kind":"poll","id":"i","target":7,"board":"x",'
        b'"author":{"id":"a","username":"ada","name":"Ada"},"at":"2026-11-24T05:00:00.123Z"}'
    )
    event: Any = decode(body)
    assert (event.seq, event.kind, event.target) == (42, "poll", 7)


def test_moments_are_told_to_the_millisecond_in_utc() -> None:
    assert moment(datetime(2026, 1, 2, 3, 4, 5, 6_999, UTC)) == "2026-01-02T03:04:05.006Z"
    assert moment(datetime(999, 1, 2, 3, 4, 5)).endswith("-01-02T03:04:05.000Z")
