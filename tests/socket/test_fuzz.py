"""Whatever comes over a socket: it is answered, or the socket is closed with a code; the process goes on."""

import asyncio
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import new_id
from tests.instance import Instance
from tests.workspace import Accounts, Workspace

QUICK = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TYPES = ("join", "leave", "post", "edit", "delete", "react", "history", "typing", "read", "ping")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
likely = st.sampled_from([0, 1, 2, 3, -1, 2**53, True, "x", "👍", " ", "HERE", "ID"])
FIELDS = (
    *("room", "id", "text", "seq", "since", "epoch", "before"),
    *("limit", "reply_to", "emoji", "on", "head"),
)
near_frames = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES) | st.text(max_size=9)},
    optional=dict.fromkeys(FIELDS, likely | values),
)


def filled(frame: dict[str, Any], room: str) -> dict[str, Any]:
    """The frame with a room that is there and an id of its own, where it names them so."""
    frame = {key: room if value == "HERE" else value for key, value in frame.items()}
    return {key: new_id() if value == "ID" else value for key, value in frame.items()}


def is_silent(frame: dict[str, Any], room: str) -> bool:
    """A valid typing or read: the only frames that may go without an answer."""
    seq = frame.get("seq")
    id = frame.get("id")
    if frame.get("room") != room or not (id is None or (isinstance(id, str) and len(id) <= 64)):
        return False
    valid_seq = isinstance(seq, int) and not isinstance(seq, bool) and 0 <= seq < 2**53
    return frame["type"] == "typing" or (frame["type"] == "read" and valid_seq)


def check_answers(sent: list[str], silent: int, received: list[dict[str, Any]]) -> None:
    unasked = [frame for frame in received if frame["type"] in ("event", "presence", "typing", "read")]
    answers = len(received) - len(unasked)
    assert len(sent) - silent <= answers <= len(sent), f"{len(sent)} were sent, {answers} answered: {sent}"


@QUICK
@given(st.lists(near_frames, min_size=1, max_size=12))
def test_what_looks_like_a_frame_is_answered(
    instance: Instance, accounts: Accounts, workspace: Workspace, frames: list[dict[str, Any]]
) -> None:
    async def play() -> None:
        room = workspace.room()
        async with accounts.member.at(instance) as member:
            sent = [json.dumps(filled(frame, room)) for frame in frames]
            for payload in sent:
                await member.send_raw(payload)
            silent = sum(is_silent(json.loads(payload), room) for payload in sent)
            await member.ask("leave", room=room)  # comes last: all that was sent before is answered
            check_answers(sent, silent, member.received[1:-1])

    asyncio.run(play())


@QUICK
@given(st.lists(st.text(max_size=200) | values.map(json.dumps), min_size=1, max_size=12))
def test_any_text_is_answered(instance: Instance, accounts: Accounts, texts: list[str]) -> None:
    async def play() -> None:
        async with accounts.member.at(instance) as member:
            for text in texts:
                await member.send_raw(text)
            await member.ask("leave", room="")
            check_answers(texts, 0, member.received[1:-1])

    asyncio.run(play())


@QUICK
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_answered_or_close_the_socket_with_a_code(
    instance: Instance, accounts: Accounts, payload: bytes, as_text: bool
) -> None:
    async def play() -> None:
        async with accounts.member.at(instance) as witness, accounts.member.at(instance) as member:
            try:
                payload.decode()
                code = None if as_text else 4400
            except UnicodeDecodeError:
                code = 1007 if as_text else 4400
            await (member.send_bytes_as_text if as_text else member.send_raw)(payload)
            if code is None:
                await member.wait_for(type="error")
            else:
                assert await member.closed() == code
            await witness.settle()

    asyncio.run(play())
