"""What frames are answered with, as JSON. The contract: docs/protocol.md."""

from typing import Any

from django.utils import translation

from chat.events.base import encode
from chat.events.pending import PendingEvent
from chat.protocol.errors import Refused


def ack(room: str, pending: PendingEvent) -> bytes:
    """The event is in the log of `room`, or changed nothing there."""
    if pending.unchanged:
        return encode({"type": "ack", "id": pending.id, "room": room, "seq": pending.seq, "rev": pending.seq})
    place = (pending.id.encode(), room.encode(), pending.seq or 0)
    return b'{"type":"ack","id":"%s","room":"%s","seq":%d}' % place


def error(refusal: Refused, frame_id: str | None, room: str | None, language: str) -> bytes:
    """Why not. `frame_id` and `room` as far as the frame named them."""
    with translation.override(language):
        answer: dict[str, Any] = {"type": "error", "code": refusal.code, "detail": refusal.detail}
    if frame_id is not None:
        answer["id"] = frame_id
    if room is not None:
        answer["room"] = room
    if refusal.retry_after is not None:
        answer["retry_after"] = refusal.retry_after
    return encode(answer)
