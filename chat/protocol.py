"""Frames from clients: bytes in, a typed frame or a Refused out. No I/O. The contract: docs/protocol.md."""

import json
import math
import re
from typing import Annotated, Any

import emoji as emojis
import msgspec
from msgspec import Meta, Struct

from chat.errors import Code, Refused

BIGGEST = 2**53 - 1
Seq = Annotated[int, Meta(ge=1, le=BIGGEST)]
Position = Annotated[int, Meta(ge=0, le=BIGGEST)]
RoomName = Annotated[str, Meta(max_length=64)]
EventId = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
AnyId = Annotated[str, Meta(max_length=64)]


class Frame(Struct, tag_field="type", kw_only=True, gc=False):
    """What every frame may carry. Fields that are not known are ignored."""

    id: AnyId | None = None


class Join(Frame, tag="join"):
    room: RoomName
    since: Position | None = None
    epoch: Annotated[str, Meta(max_length=64)] | None = None


class Leave(Frame, tag="leave"):
    room: RoomName


class Post(Frame, tag="post"):
    id: EventId
    room: RoomName
    text: str
    reply_to: Seq | None = None


class Edit(Frame, tag="edit"):
    id: EventId
    room: RoomName
    seq: Position
    text: str


class Delete(Frame, tag="delete"):
    id: EventId
    room: RoomName
    seq: Position


class React(Frame, tag="react"):
    id: EventId
    room: RoomName
    seq: Position
    emoji: str
    on: bool


class History(Frame, tag="history"):
    room: RoomName
    before: Seq | None = None
    limit: Annotated[int, Meta(ge=1, le=BIGGEST)] | None = None


class Typing(Frame, tag="typing"):
    room: RoomName


class Read(Frame, tag="read"):
    room: RoomName
    seq: Position


class Ping(Frame, tag="ping"):
    pass


AnyFrame = Join | Leave | Post | Edit | Delete | React | History | Typing | Read | Ping
TYPES = frozenset(
    kind.__struct_config__.tag
    for kind in (Join, Leave, Post, Edit, Delete, React, History, Typing, Read, Ping)
)

_decode = msgspec.json.Decoder(AnyFrame).decode
# Sixteen digits, or what ends as a number with an exponent does: only then can one be out of range. What
# precedes it is not looked at: that took as long as all else that is done to a long message.
_maybe_huge = re.compile(rb"[0-9](?:[0-9]{15}|[eE]\+?[0-9]+[\s,}\]])").search


class BadFrame(Refused):
    """A Refused that also carries the frame's `id` and `room`, where it had them."""

    def __init__(self, code: Code, detail: str, frame_id: str | None, room: str | None) -> None:
        super().__init__(code, detail)
        self.frame_id = frame_id
        self.room = room


def decode(payload: bytes) -> AnyFrame:
    """The frame that `payload` (JSON text, UTF-8) is. Raises BadFrame."""
    try:
        frame = _decode(payload)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise _explain(payload, str(error)) from None
    if _maybe_huge(payload) and not _in_range(payload):
        raise _explain(payload, "A number is out of range.")
    if type(frame) is React and not emojis.is_emoji(frame.emoji):
        raise BadFrame(Code.BAD_FRAME, "emoji takes one emoji", frame.id, frame.room)
    return frame


def clean(text: str, limit: int) -> str:
    """`text` without NUL and with plain line ends, at most `limit` code points. Raises Refused."""
    if "\0" in text or "\r" in text:
        text = text.replace("\0", "").replace("\r\n", "\n")
    if len(text) > limit:
        raise Refused(Code.TOO_LONG, f"This is {len(text)} characters long; the most is {limit}.")
    if not text or text.isspace():
        raise Refused(Code.EMPTY, "There is nothing in this message.")
    return text


def names(payload: bytes) -> tuple[str | None, str | None]:
    """The `id` and the `room` that an answer to `payload` carries back, whatever else is in it."""
    try:
        return _names(_loosely(payload))
    except (ValueError, RecursionError):
        return None, None


def _names(found: Any) -> tuple[str | None, str | None]:
    return (_short(found.get("id")), _short(found.get("room"))) if isinstance(found, dict) else (None, None)


def _explain(payload: bytes, reason: str) -> BadFrame:
    """Why `payload` is no frame, with its id and room as far as they can be read."""
    try:
        found = _loosely(payload)
    except (ValueError, RecursionError):
        return BadFrame(Code.BAD_FRAME, "This is not JSON.", None, None)
    if not isinstance(found, dict):
        return BadFrame(Code.BAD_FRAME, "A frame is a JSON object.", None, None)
    frame_id, room = _names(found)
    kind = found.get("type")
    if isinstance(kind, str) and kind not in TYPES and not _out_of_range(found):
        return BadFrame(Code.UNKNOWN_TYPE, "There is no frame of this type.", frame_id, room)
    return BadFrame(Code.BAD_FRAME, reason, frame_id, room)


def _short(value: Any) -> str | None:
    """`value` where it is text that an answer may carry back."""
    if not isinstance(value, str) or len(value) > 64 or not _encodable(value):
        return None
    return value


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(digits: str) -> float:
    """An integer of JSON. One that is far too long is not worked out: Python itself refuses 4300 digits."""
    return int(digits) if len(digits) < 20 else math.inf


def _loosely(payload: bytes) -> Any:
    """JSON as Python reads it, NaN and broken surrogates included. Raises ValueError, RecursionError."""
    return json.loads(payload.decode(), parse_int=_whole)


def _in_range(payload: bytes) -> bool:
    try:
        return not _out_of_range(_loosely(payload))
    except (ValueError, RecursionError):
        return False


def _out_of_range(value: Any) -> bool:
    """Is there a number in `value` that JavaScript could not hold exactly, or no number at all?"""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo.extend(item.values())
        elif isinstance(item, list):
            todo.extend(item)
        elif isinstance(item, int | float) and not abs(item) <= BIGGEST:  # NaN is not, either
            return True
    return False
