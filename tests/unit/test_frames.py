"""WebSocket frames as bytes, read back by another implementation."""

import random
import string

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Opcode
from websockets.protocol import Protocol, Side, State

from chat.protocol.framing import (
    DEFLATED,
    LEAN,
    NOTHING,
    PLAIN,
    SHARED_LEAST,
    SINGLE_LEAST,
    PreparedFrames,
    framed,
    framed_deflated,
    framed_for_one,
)

WORDS = b'{"type":"event","text":"so it goes and so it goes and so it goes"}' * 8
DEFLATED_FIRST = 0xC1


def read(data: bytes, *, deflated: bool = False) -> list[bytes]:
    """The payloads of the frames in `data`, by a client of another make."""
    client = Protocol(Side.CLIENT, state=State.OPEN, max_size=None)
    if deflated:
        client.extensions = [PerMessageDeflate(True, True, 15, 15)]
    client.receive_data(data)
    received = client.events_received()
    assert all(frame.opcode is Opcode.TEXT and frame.fin for frame in received)  # type: ignore[union-attr]
    return [bytes(frame.data) for frame in received]  # type: ignore[union-attr]


def shorter(body: bytes) -> bytes:
    return body.replace(b"and so it goes", b"")


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 200_000])
def test_a_body_of_any_length_is_one_text_frame(size: int) -> None:
    body = b"x" * size
    assert read(framed(body)) == [body]


@pytest.mark.parametrize("size", [0, 1, 2, 125, 126, 127, 1000, 65535, 65536, 200_000])
def test_a_body_of_any_length_is_one_compressed_frame(size: int) -> None:
    body = "".join(random.Random(size).choices(string.ascii_letters, k=size)).encode()
    assert read(framed_deflated(body), deflated=True) == [body]
    assert len(framed_deflated(body)) <= len(framed(body))


def test_a_frame_is_compressed_by_itself() -> None:
    first, second = framed_deflated(WORDS), framed_deflated(WORDS)
    assert first == second
    assert read(second + first, deflated=True) == [WORDS, WORDS]


def test_what_does_not_become_smaller_is_not_compressed() -> None:
    body = random.Random(1).randbytes(500)
    assert framed_deflated(body) == framed(body)


def test_small_bodies_are_not_compressed() -> None:
    small = WORDS[: SHARED_LEAST - 1]
    assert PreparedFrames((small,))[DEFLATED] == framed(small)
    assert PreparedFrames((WORDS,))[DEFLATED] == framed_deflated(WORDS)


def test_for_a_single_socket_only_large_bodies_are_compressed() -> None:
    assert framed_for_one(WORDS) == framed(WORDS)
    large = WORDS * (SINGLE_LEAST // len(WORDS) + 1)
    assert framed_for_one(large)[0] == DEFLATED_FIRST
    assert read(framed_for_one(large), deflated=True) == [large]


@pytest.mark.parametrize("kind", [PLAIN, LEAN, DEFLATED, LEAN | DEFLATED])
def test_bodies_that_leave_together_arrive_one_by_one_in_order(kind: int) -> None:
    bodies = [b"{}", '{"text":"é👍"}'.encode(), b"x" * 300, WORDS]
    frames = PreparedFrames(bodies, shorter)
    expected = [shorter(body) for body in bodies] if kind & LEAN else bodies
    assert read(frames[kind], deflated=bool(kind & DEFLATED)) == expected
    assert list(frames.bodies_for(kind)) == expected


def test_each_form_is_made_once_and_only_when_a_socket_takes_it() -> None:
    made: list[bytes] = []

    def noted(body: bytes) -> bytes:
        made.append(body)
        return shorter(body)

    frames = PreparedFrames((WORDS,), noted)
    assert frames[PLAIN] is frames[PLAIN]
    assert not made
    assert frames[LEAN] is frames[LEAN]
    assert made == [WORDS]
    assert set(frames) == {PLAIN, LEAN}


def test_what_has_no_lean_form_is_framed_once_for_both() -> None:
    frames = PreparedFrames((WORDS,))
    assert frames[LEAN] is frames[PLAIN]
    assert frames[LEAN | DEFLATED] is frames[DEFLATED]


def test_nothing_is_no_frame() -> None:
    assert {NOTHING[kind] for kind in range(4)} == {b""}
