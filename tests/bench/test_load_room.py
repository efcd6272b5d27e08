"""A room under load: how many messages are on their way, and what is noticed when events go missing."""

from collections.abc import Callable

import pytest

from bench.load import message
from bench.load.dialects import SeenEvent
from bench.load.room import Deserted, RoomOrder, Sample


class Wire:
    """A socket that keeps what is sent on it, and a dialect that says nothing but the text."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.events = self.acks = 0
        self.errors: dict[str, int] = {}
        self.ended: int | None = None
        self.dialect = self
        self.acks_posts = False
        self.on_events: Callable[[int], None] = lambda events: None
        self.looked_at: Callable[[bytes], None] = lambda payload: None

    def send(self, payload: bytes) -> None:
        self.sent.append(payload)

    def post(self, room: str, text: str) -> bytes:
        return text.encode()

    def seen(self, payload: bytes) -> SeenEvent:
        seq, _, text = payload.decode().partition("|")
        return SeenEvent(int(seq), text)


def room_of(count: int) -> tuple[RoomOrder, list[Wire]]:
    wires = [Wire() for _ in range(count)]
    return RoomOrder("load-1", wires[0], wires), wires  # type: ignore[arg-type]


def test_the_window_is_filled_at_once_and_kept_full():
    room, wires = room_of(3)

    room.keep_in_flight(2)
    assert room.posted == 2

    for wire in wires[:2]:
        wire.on_events(1)
    assert room.posted == 2, "one socket still waits for the first message"

    wires[2].on_events(1)
    assert room.posted == 3


def test_people_take_turns():
    room, wires = room_of(3)

    for _ in range(5):
        room.post_one()

    assert [len(wire.sent) for wire in wires] == [2, 2, 1]


def test_who_is_gone_is_passed_over():
    room, wires = room_of(2)
    wires[0].ended = 4408

    room.post_one()
    assert [len(wire.sent) for wire in wires] == [0, 1]

    wires[1].ended = 1006
    with pytest.raises(Deserted, match="load-1"):
        room.post_one()


def test_a_refused_message_is_not_expected():
    room, wires = room_of(2)
    room.post_one()
    wires[0].errors["rate_limited"] = 1

    assert room.expected == 0


def test_a_sample_sees_gaps_repeats_and_how_long_it_took():
    wire = Wire()
    sample = Sample(wire)  # type: ignore[arg-type]
    texts = [message.write(number) for number in range(3)]

    for seq, text in [(7, texts[0]), (8, texts[1]), (8, texts[1]), (10, texts[2])]:
        wire.looked_at(f"{seq}|{text}".encode())

    assert (sample.doubled, sample.disordered) == (1, 2)
    assert len(sample.latencies) == 4
    assert all(0 <= latency < 1000 for latency in sample.latencies)


def test_a_stamp_survives_its_message_and_other_texts_have_none():
    text = message.write(1234)

    assert len(text) == message.LENGTH
    stamp = message.read(text)
    assert stamp is not None
    assert stamp.number == 1234
    assert message.read("hello there") is None
