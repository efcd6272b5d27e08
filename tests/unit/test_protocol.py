"""Frames from clients: what is one, and why something else is none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.events.delete import DeleteRequest
from chat.events.edit import EditRequest
from chat.events.message import PostRequest
from chat.events.reaction import ReactRequest
from chat.protocol import client_frames
from chat.protocol.client_frames import Frame, clean
from chat.protocol.decoding import BadFrame
from chat.protocol.errors import Code, Refused
from chat.protocol.fields import BIGGEST
from chat.websocket.session import frame_decoder

decode, TYPES = frame_decoder().decode, frame_decoder().types.keys()
ID = "0f0e0d0c-0b0a-4908-8706-050403020100"
POST = {"type": "post", "room": "general", "id": ID, "text": "hello"}
EDIT = {"type": "edit", "room": "general", "id": ID, "seq": 1, "text": "hello"}
REACT = {"type": "react", "room": "general", "id": ID, "seq": 1, "emoji": "👍", "on": True}


def refused(payload: bytes | dict[str, Any]) -> BadFrame:
    with pytest.raises(BadFrame) as raised:
        decode(payload if isinstance(payload, bytes) else json.dumps(payload).encode())
    return raised.value


def decoded(frame: dict[str, Any]) -> Frame:
    return decode(json.dumps(frame).encode())


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ({"type": "join", "room": "general"}, client_frames.Join),
        ({"type": "join", "room": "general", "since": 0, "epoch": "e"}, client_frames.Join),
        ({"type": "leave", "room": "general"}, client_frames.Leave),
        (POST, PostRequest),
        ({**POST, "reply_to": 17}, PostRequest),
        (EDIT, EditRequest),
        ({"type": "delete", "room": "general", "id": ID, "seq": 42}, DeleteRequest),
        (REACT, ReactRequest),
        ({"type": "history", "room": "general", "before": 42, "limit": 50}, client_frames.History),
        ({"type": "typing", "room": "general"}, client_frames.Typing),
        ({"type": "read", "room": "general", "seq": 0}, client_frames.Read),
        ({"type": "watch"}, client_frames.Watch),
        ({"type": "watch", "have": {"general": [57, 40, "v"]}}, client_frames.Watch),
        ({"type": "counts", "room": "general"}, client_frames.AskCounts),
        ({"type": "here", "state": "away"}, client_frames.Here),
        ({"type": "ping"}, client_frames.Ping),
    ],
)
def test_every_frame_of_the_contract_is_one(frame: dict[str, Any], kind: type) -> None:
    assert type(decoded(frame)) is kind


def test_the_type_may_stand_last() -> None:
    assert type(decode(b'{"room":"general","type":"leave"}')) is client_frames.Leave


def test_fields_that_are_not_known_are_ignored() -> None:
    assert type(decoded({"type": "ping", "later": {"x": [1, None]}})) is client_frames.Ping


@pytest.mark.parametrize("frame", [{"type": "ping"}, {"type": "leave", "room": "general"}])
def test_any_frame_may_carry_an_id(frame: dict[str, Any]) -> None:
    assert decoded({**frame, "id": ID}).id == ID


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "join", "room": "general", "since": None, "epoch": None, "id": None},
        {**POST, "reply_to": None},
        {"type": "history", "room": "general", "before": None, "limit": None},
    ],
)
def test_null_means_absent_in_an_optional_field(frame: dict[str, Any]) -> None:
    without = {key: value for key, value in frame.items() if value is not None}
    assert decoded(frame) == decoded(without)


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "join"},
        {"type": "join", "room": None},
        {"type": "join", "room": 7},
        {"type": "join", "room": "r" * 65},
        {"type": "join", "room": "general", "since": -1},
        {"type": "join", "room": "general", "since": "1"},
        {"type": "join", "room": "general", "since": True},
        {"type": "join", "room": "general", "since": 1.5},
        {"type": "read", "room": "general", "seq": -1},
        {"type": "read", "room": "general", "seq": None},
        {"type": "history", "room": "general", "before": 0},
        {"type": "history", "room": "general", "limit": 0},
        {"type": "history", "room": "general", "limit": -1},
        {**POST, "id": None},
        {**POST, "id": ID.upper()},
        {**POST, "id": ID.replace("-", "")},
        {**POST, "id": ID + "\n"},
        {**POST, "id": f" {ID}"},
        {**POST, "text": None},
        {**POST, "text": 5},
        {**EDIT, "seq": -1},
        {**REACT, "on": None},
        {**REACT, "on": 1},
        {"type": "watch", "have": {"general": [57, 40]}},
        {"type": "watch", "have": {"general": [57, -1, "v"]}},
        {"type": "watch", "have": []},
        {"type": "counts"},
        {"type": "here", "state": "asleep"},
        {"type": 5},
        {"type": None},
        {"type": ["ping"]},
        {},
    ],
)
def test_wrong_and_missing_fields_are_a_bad_frame(frame: dict[str, Any]) -> None:
    assert refused(frame).code is Code.BAD_FRAME


@pytest.mark.parametrize("payload", [b"", b"{", b"nonsense", b"[]", b'"ping"', b"null", b"7", b"[" * 60_000])
def test_what_is_no_json_object_is_a_bad_frame(payload: bytes) -> None:
    assert refused(payload).code is Code.BAD_FRAME


@pytest.mark.parametrize(
    "number",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1.5E+16",
        "9e16 ",
        "123456789012345e2",
        "9007199254740992",
        "1" * 5000,
    ],
)
@pytest.mark.parametrize("kind", ["ping", "join", "unknown"])
def test_numbers_that_javascript_does_not_hold_are_a_bad_frame_wherever_they_stand(
    kind: str, number: str
) -> None:
    bad = refused(f'{{"type":"{kind}","id":"i","room":"general","x":[{{"y":{number}}}]}}'.encode())
    assert (bad.code, bad.frame_id, bad.room) == (Code.BAD_FRAME, "i", "general")


def test_the_biggest_number_is_in_range() -> None:
    frame = decoded({"type": "read", "room": "general", "seq": BIGGEST})
    assert isinstance(frame, client_frames.Read)
    assert frame.seq == 2**53 - 1
    assert type(decoded({"type": "ping", "x": 0.12345678901234567, "y": "9" * 30})) is client_frames.Ping
    assert type(decode(b'{"type":"ping","x":[9e15,1e-400,"1e400 "],"y":-1e1}')) is client_frames.Ping


def test_a_number_beside_deep_nesting_costs_an_error_at_most() -> None:
    deep = b"[" * 20_000 + b"]" * 20_000
    assert refused(b'{"type":"ping","x":12345678901234567,"y":' + deep + b"}").code is Code.BAD_FRAME


def test_a_type_that_is_not_known_is_said() -> None:
    bad = refused({"type": "dance", "id": ID, "room": "general"})
    assert (bad.code, bad.frame_id, bad.room) == (Code.UNKNOWN_TYPE, ID, "general")


@pytest.mark.parametrize("text", [r"\ud800", r"\udfff ok", r"a\ud83d"])
def test_a_lone_surrogate_is_a_bad_frame(text: str) -> None:
    bad = refused(f'{{"type":"post","room":"general","id":"{ID}","text":"{text}"}}'.encode())
    assert (bad.code, bad.frame_id, bad.room) == (Code.BAD_FRAME, ID, "general")


def test_an_error_carries_id_and_room_where_they_are_short_texts() -> None:
    bad = refused({"type": "join", "room": 5, "id": "mine"})
    assert (bad.frame_id, bad.room) == ("mine", None)
    bad = refused({"type": "dance", "room": "r" * 64, "id": "i" * 65})
    assert (bad.frame_id, bad.room) == (None, "r" * 64)
    bad = refused(rb'{"type":"dance","room":"general","id":"\ud800"}')
    assert (bad.frame_id, bad.room) == (None, "general")


@pytest.mark.parametrize("emoji", ["👍", "❤️", "👩‍👩‍👧‍👦", "🇳🇱", "👋🏽", "1️⃣"])
def test_an_emoji_is_one_emoji(emoji: str) -> None:
    frame = decoded({**REACT, "emoji": emoji})
    assert isinstance(frame, ReactRequest)
    assert frame.emoji == emoji


@pytest.mark.parametrize("emoji", ["", "a", "+1", ":thumbsup:", "👍👍", "👍 ", "1", "👍" * 40, "<b>"])
def test_what_is_not_one_emoji_is_a_bad_frame(emoji: str) -> None:
    bad = refused({**REACT, "emoji": emoji})
    assert (bad.code, bad.frame_id) == (Code.BAD_FRAME, ID)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
near_frames: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(map(str, TYPES))) | json_values},
    optional={
        field: json_values | st.sampled_from([ID, "general", "👍", True, 1, 0, -1, 2**53])
        for field in (
            *("id", "room", "text", "seq", "since", "epoch", "before"),
            *("limit", "emoji", "on", "reply_to", "more"),
        )
    },
)


@given(st.binary() | json_values.map(json.dumps).map(str.encode))
def test_whatever_comes_is_a_frame_or_a_bad_frame(payload: bytes) -> None:
    try:
        outcome: object = decode(payload)
    except BadFrame as bad:
        outcome = bad.code
    assert isinstance(outcome, Frame) or outcome in (Code.BAD_FRAME, Code.UNKNOWN_TYPE)


@given(near_frames)
def test_what_looks_like_a_frame_is_one_or_names_its_sender(looks: dict[str, Any]) -> None:
    payload = json.dumps(looks).encode()
    try:
        frame = decode(payload)
    except BadFrame as bad:
        answered = bad.frame_id
    else:
        answered = frame.id
    given_id = looks.get("id")
    if isinstance(given_id, str) and len(given_id) <= 64 and given_id.isascii():
        assert answered == given_id


def test_text_is_cleaned_of_nul_and_carriage_returns_before_line_feeds() -> None:
    assert clean("a\0b\r\nc\rd\n", 100) == "ab\nc\rd\n"
    assert clean("\r\0\n!", 100) == "\n!"


def test_text_is_neither_trimmed_nor_normalised() -> None:
    assert clean("  e\u0301 \n", 100) == "  e\u0301 \n"


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\0\0", "\u00a0\u3000", "\0 \0"])
def test_only_white_space_is_empty(text: str) -> None:
    with pytest.raises(Refused) as raised:
        clean(text, 100)
    assert raised.value.code is Code.EMPTY


def test_length_is_counted_in_code_points_after_cleaning() -> None:
    assert len(clean("👍" * 10, 10)) == 10
    assert len(clean("\r\n" * 9 + "x\0\0", 10)) == 10
    with pytest.raises(Refused) as raised:
        clean("👍" * 11, 10)
    assert raised.value.code is Code.TOO_LONG
