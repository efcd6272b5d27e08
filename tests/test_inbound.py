"""The short way in (chatsite.inbound) takes exactly the frames that autobahn would have taken."""

import inspect
import re
import secrets

import autobahn.util
import autobahn.websocket.protocol
import pytest
from autobahn.twisted.websocket import WebSocketAdapterProtocol
from daphne.ws_protocol import WebSocketProtocol
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from chatsite.debug_lines import MODULES, PAINTERS
from chatsite.inbound import text_frame

LONGEST = 70_000


def masked(payload: bytes, opcode: Opcode = Opcode.TEXT, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin=fin).serialize(mask=True)


@pytest.mark.parametrize("size", [0, 1, 3, 4, 125, 126, 127, 1000, 65535])
def test_a_whole_text_frame_is_read(size: int) -> None:
    payload = secrets.token_bytes(size)
    frame = masked(payload)
    assert text_frame(frame, 0, LONGEST) == (payload, len(frame))


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_frames_that_follow_each_other_are_read_one_by_one(payloads: list[bytes]) -> None:
    data = b"".join(map(masked, payloads))
    read, place = [], 0
    while place < len(data):
        found = text_frame(data, place, LONGEST)
        assert found is not None
        payload, place = found
        read.append(payload)
    assert read == payloads


@given(st.binary(max_size=200), st.integers(0, 210))
def test_a_part_of_a_frame_is_left_alone(payload: bytes, cut: int) -> None:
    frame = masked(payload)
    assert text_frame(frame[: min(cut, len(frame) - 1)], 0, LONGEST) is None


# Masks are random, so the frames are no names for tests: each worker would have others.
OTHERS = {
    "binary": masked(b"x", Opcode.BINARY),
    "ping": masked(b"x", Opcode.PING),
    "close": masked(b"", Opcode.CLOSE),
    "a part": masked(b"x", fin=False),
    "a continuation": masked(b"x", Opcode.CONT),
    "not masked": Frame(Opcode.TEXT, b"not masked").serialize(mask=False),
    "long": masked(b"x" * 65_536),  # a long length
    "compressed": masked(b"x").replace(b"\x81", b"\xc1", 1),  # compressed
    "a length in too many bytes": b"\x81\xfe\x00\x05" + b"\0\0\0\0" + b"short",
}


@pytest.mark.parametrize("name", OTHERS)
def test_whatever_else_is_left_alone(name: str) -> None:
    assert text_frame(OTHERS[name], 0, LONGEST) is None


def test_a_frame_that_is_too_long_is_left_alone() -> None:
    assert text_frame(masked(b"x" * 101), 0, 100) is None
    assert text_frame(masked(b"x" * 100), 0, 100) is not None


@given(st.binary(max_size=64))
def test_any_bytes_at_all(data: bytes) -> None:
    found = text_frame(data, 0, LONGEST)
    if found is not None:
        payload, end = found
        assert masked_back(payload, data[:end]) == payload


def masked_back(payload: bytes, frame: bytes) -> bytes:
    """The payload by the frame's own mask, byte by byte."""
    key, body = frame[-len(payload) - 4 :][:4], frame[len(frame) - len(payload) :]
    return bytes(byte ^ key[n % 4] for n, byte in enumerate(body))


@pytest.mark.parametrize("name", ["data", "current_frame", "inside_message", "state"])
def test_what_it_reads_of_autobahn_is_there(name: str) -> None:
    assert f"self.{name} = " in inspect.getsource(autobahn.websocket.protocol)


def test_the_options_that_it_moves_are_there() -> None:
    assert {"maxMessagePayloadSize", "failByDrop"} <= set(WebSocketProtocol.CONFIG_ATTRS)


def test_debug_lines_are_not_made_beautiful() -> None:
    assert "if _HAS_CLICK:" in inspect.getsource(autobahn.util.hl)
    assert autobahn.util.hltype(WebSocketProtocol).isprintable()
    assert "pformat(configAttrLog)" in inspect.getsource(autobahn.websocket.protocol)
    for module in MODULES:
        for name in PAINTERS:
            assert f"={name}(" in inspect.getsource(module)
            assert getattr(module, name)(module) is module


def test_of_a_connection_autobahn_asks_what_we_tell_it() -> None:
    made = inspect.getsource(WebSocketAdapterProtocol.connectionMade)
    assert "self._connectionMade()" in made
    assert "self.peer = " in made
    asked = {
        name
        for module in MODULES
        for name in re.findall(r"self\._transport_details\.(\w+)", inspect.getsource(module))
    }
    assert asked == {
        "channel_framing",
        "peer",
        "is_secure",
        "is_server",
        "channel_id",
        "peer_cert",
        "marshal",
    }
