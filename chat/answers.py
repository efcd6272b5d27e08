"""What frames are answered with, as JSON. The contract: docs/protocol.md."""

from typing import Any

from chat.entry import Entry
from chat.errors import Refused
from chat.events import encode


def ack(room: str, entry: Entry) -> bytes:
    """The entry is in the log of `room`, or changed nothing there."""
    if entry.unchanged:
        return encode({"type": "ack", "id": entry.id, "room": room, "seq": entry.seq, "rev": entry.seq})
    place = (entry.id.encode(), room.encode(), entry.seq or 0)
    return b'{"type":"ack","id":"%s","room":"%s","seq":%d}' % place


def error(refusal: Refused, frame_id: str | None, room: str | None) -> bytes:
    """Why not. `frame_id` and `room` as far as the frame named them."""
    answer: dict[str, Any] = {"type": "error", "code": refusal.code, "detail": refusal.detail}
    if frame_id is not None:
        answer["id"] = frame_id
    if room is not None:
        answer["room"] = room
    if refusal.retry_after is not None:
        answer["retry_after"] = refusal.retry_after
    return encode(answer)
