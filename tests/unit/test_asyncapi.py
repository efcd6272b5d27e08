"""docs/asyncapi.yaml is made from the types, and says of frames from clients what the server says of them.

That the server's frames are what it says is checked by every socket test (tests/client.py).
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.protocol.decoding import BadFrame
from chat.protocol.errors import Code
from chat.websocket.session import frame_decoder
from deploy.local import asyncapi
from tests import protocol_page as page
from tests import wire_schema
from tests.wire_schema import document, faults, resolve

decode, TYPES = frame_decoder().decode, frame_decoder().types.keys()
ID = "0f0e0d0c-0b0a-4908-8706-050403020100"


def refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from refs(inner)


def test_it_is_made_from_the_types_of_the_frames() -> None:
    assert asyncapi.FILE.read_text() == asyncapi.text(), "run make asyncapi"


def test_it_is_an_asyncapi_document_of_version_3() -> None:
    assert document()["asyncapi"] == "3.0.0"
    assert {"info", "servers", "channels", "operations", "components"} <= document().keys()


def test_every_reference_points_at_something() -> None:
    assert all(resolve(ref) is not None for ref in refs(document()))


def test_every_message_and_schema_is_used() -> None:
    used = set(refs(document()))
    for kind in ("messages", "schemas", "securitySchemes"):
        assert {f"#/components/{kind}/{name}" for name in document()["components"][kind]} <= used
    for name in document()["channels"]["socket"]["messages"]:
        assert f"#/channels/socket/messages/{name}" in used


def test_it_has_the_frames_that_the_server_knows() -> None:
    assert wire_schema.messages("receive").keys() == TYPES


def test_it_has_the_codes_that_there_are() -> None:
    error = document()["components"]["schemas"]["ErrorFrame"]["properties"]["code"]
    assert set(resolve(error["$ref"])["enum"]) == {str(code) for code in Code}


def test_the_frames_of_the_page_are_what_it_says() -> None:
    seen = 0
    for part in page.parts():
        for frame in part.frames:
            if "…" not in frame.values() and frame["type"] != "juggle":
                operation = "receive" if part.does == "send" else "send"
                assert faults(operation, frame, strict=True) == []
                seen += 1
    assert seen > 40


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "ack", "id": ID, "seq": 1},
        {"type": "ack", "id": ID, "room": "general", "seq": 0},
        {"type": "error", "code": "rate_limited", "detail": "Slower."},
        {"type": "error", "code": "odd", "detail": "x"},
        {"type": "left", "room": "general", "reason": "bored"},
        {"type": "joined", "room": "general", "epoch": "e", "head": 0, "read": 0},
        {"type": "reconnect", "after": 0},
        {"type": "unknown"},
    ],
)
def test_it_finds_what_is_wrong_with_a_frame_of_the_server(frame: dict[str, Any]) -> None:
    assert faults("send", frame)


def event(**fields: Any) -> dict[str, Any]:
    author = {"id": "a", "username": "ada", "name": "Ada"}
    common = {"type": "event", "room": "general", "seq": 5, "id": ID, "author": author}
    return {**common, "at": "2026-11-24T05:00:00.123Z", **fields}


MESSAGE = {"kind": "message", "text": "x", "html": "x", "reply_to": None, "rev": 5}


@pytest.mark.parametrize(
    "good",
    [
        event(**MESSAGE),
        event(**{**MESSAGE, "edited": True, "reactions": {"👍": ["ada"]}}),
        event(**{**MESSAGE, "text": "", "html": "", "deleted": True}),
        event(kind="edit", target=1, text="", html="", deleted=True),
        event(kind="delete", target=1),
        event(kind="pin", target=1, on=True),
        event(kind="poll", target=1),
        event(**{**MESSAGE, "pinned": True}),
    ],
)
def test_events_as_they_are(good: dict[str, Any]) -> None:
    assert faults("send", good, strict=True) == []


@pytest.mark.parametrize(
    "bad",
    [
        event(**{**MESSAGE, "rev": None}),
        event(**{**MESSAGE, "deleted": True}),
        event(**{**MESSAGE, "text": "", "html": "", "deleted": True, "reactions": {}}),
        event(**{**MESSAGE, "edited": False}),
        event(**{**MESSAGE, "target": 1}),
        event(**{**MESSAGE, "mood": "good"}),
        event(kind="edit", text="x", html="x"),
        event(kind="delete", target=1, text="x"),
        event(kind="reaction", target=1, emoji="👍"),
    ],
)
def test_events_as_they_are_not(bad: dict[str, Any]) -> None:
    assert faults("send", bad, strict=True)


likely: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, 0, 1, 2, -1, 1.5, 2**53 - 1, 2**53, True, False, [], {}),
        *("", "x", "x" * 64, "x" * 65, "general", ID, ID.upper(), ID + "\n", "👍"),
    ]
)
FIELDS = ("id", "room", "text", "seq", "since", "epoch", "before", "limit", "reply_to", "on", "later")
some_frames: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"type": st.sampled_from([*sorted(map(str, TYPES)), "x", "", 1, None])},
    optional={**dict.fromkeys(FIELDS, likely), "emoji": st.sampled_from(["👍", "", None, 1, "👍" * 33])},
)


@given(some_frames)
def test_it_and_the_server_agree_on_what_is_a_frame(frame: dict[str, Any]) -> None:
    try:
        decode(json.dumps(frame).encode())
        accepted = True
    except BadFrame:
        accepted = False
    beyond = any(isinstance(value, int) and value > 2**53 - 1 for value in frame.values())
    assert accepted == (not faults("receive", frame) and not beyond)
