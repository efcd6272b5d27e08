"""WebSocket frames as bytes, read back by another implementation."""

import pytest
from websockets.frames import Opcode
from websockets.protocol import Protocol, Side, State

from chat.frames import Frames, framed


def read(data: bytes) -> list[bytes]:
    """The payloads of the frames in `data`, by a client of another make."""
    client = Protocol(Side.CLIENT, state=State.OPEN, max_size=None)
    client.receive_data(data)
    received = client.events_received()
    assert all(frame.opcode is Opcode.TEXT and frame.fin for frame in received)  # type: ignore[union-attr]
    return [bytes(frame.data) for frame in received]  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 200_000])
def test_a_body_of_any_length_is_one_text_frame(size: int) -> None:
    body = b"x" * size
    assert read(framed(body)) == [body]


def test_bodies_that_leave_together_arrive_one_by_one_in_order() -> None:
    bodies = [b"{}", '{"text":"é👍"}'.encode(), b"x" * 300]
    frames = Frames(bodies)
    assert read(frames.wire) == bodies
    assert frames.bodies == tuple(bodies)


def test_nothing_is_no_frame() -> None:
    assert Frames(()).wire == b""
