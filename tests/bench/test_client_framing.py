"""The load generator's frames: what it sends is masked, what it counts is counted right."""

import json
import zlib

import pytest

from bench.load import client_framing

EVENT = b'{"type":"event"'


def server_frame(payload: bytes, head: int = 0x81) -> bytes:
    """An unmasked frame, as servers send them."""
    size = len(payload)
    if size < 126:
        return bytes((head, size)) + payload
    if size < 65536:
        return bytes((head, 126)) + size.to_bytes(2, "big") + payload
    return bytes((head, 127)) + size.to_bytes(8, "big") + payload


@pytest.mark.parametrize("size", [0, 1, 5, 125, 126, 65535, 65536])
def test_a_client_frame_is_masked_and_carries_its_payload(size: int):
    payload = bytes(range(256)) * (size // 256 + 1)
    payload = payload[:size]

    frame = client_framing.client_frame(payload)

    assert frame[0] == 0x81
    assert frame[1] & 0x80
    wide = {126: 2, 127: 8}.get(frame[1] & 0x7F, 0)
    key, body = frame[2 + wide : 6 + wide], frame[6 + wide :]
    assert bytes(byte ^ key[place % 4] for place, byte in enumerate(body)) == payload


@pytest.mark.parametrize("size", [10, 125, 126, 300, 65536])
def test_events_are_counted_and_the_rest_handed_on(size: int):
    event = EVENT + b"x" * size
    data = server_frame(event) + server_frame(b'{"type":"ack"}') + server_frame(event)

    found = client_framing.scan(data, EVENT)

    assert found == client_framing.Scan(2, ((client_framing.TEXT, b'{"type":"ack"}'),), len(data))


def test_what_is_cut_off_anywhere_waits_for_the_rest():
    whole = server_frame(EVENT + b"x" * 300)
    for cut in range(len(whole)):
        assert client_framing.scan(whole + whole[:cut], EVENT) == client_framing.Scan(1, (), len(whole))


def test_pings_and_closes_are_told_apart():
    data = server_frame(b"hello", 0x89) + server_frame((1012).to_bytes(2, "big"), 0x88)

    assert client_framing.scan(data, EVENT).others == (
        (client_framing.PING, b"hello"),
        (client_framing.CLOSE, b"\x03\xf4"),
    )


def test_several_messages_in_one_frame_are_counted_by_lines():
    event = EVENT + b"}"
    data = server_frame(b"\n".join([event, b'{"id":3}', event])) + server_frame(event)

    assert client_framing.scan(data, EVENT, lines=True) == client_framing.Scan(
        3, ((client_framing.TEXT, b'{"id":3}'),), len(data)
    )


def test_a_fragmented_message_is_refused_rather_than_miscounted():
    with pytest.raises(ValueError, match="fragmented"):
        client_framing.scan(server_frame(b"half", 0x01), EVENT)


def test_the_scanner_sees_that_the_bytes_are_others():
    scanner = client_framing.Scanner(EVENT)
    one, two = server_frame(EVENT), server_frame(EVENT) * 2

    assert [scanner(data).events for data in (one, one, two, one)] == [1, 1, 2, 1]


def test_payloads_are_found_whole():
    bodies = [json.dumps({"n": n, "text": "x" * n}).encode() for n in (1, 200, 70_000)]
    data = b"".join(map(server_frame, bodies))

    assert client_framing.payloads(data, len(data)) == bodies


def test_compressed_frames_are_counted_like_others():
    deflate = zlib.compressobj(wbits=-15)
    event = EVENT + b"x" * 300
    data = (deflate.compress(event) + deflate.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\0\0\xff\xff")
    stream = server_frame(data, 0xC1) + server_frame(b'{"type":"ack"}') + server_frame(event)

    assert client_framing.scan(stream, EVENT) == client_framing.Scan(
        2, ((client_framing.TEXT, b'{"type":"ack"}'),), len(stream)
    )
    assert client_framing.payloads(stream, len(stream)) == [event, b'{"type":"ack"}', event]
