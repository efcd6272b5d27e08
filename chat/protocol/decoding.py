"""Frames from clients: bytes in, a typed frame or a BadFrame out. No I/O."""

import json
import math
from collections.abc import Iterable
from typing import Any, Union

import msgspec
from django.utils.translation import gettext_lazy as _

from chat.protocol.client_frames import Frame
from chat.protocol.errors import Code, Refused
from chat.protocol.fields import BIGGEST
from chatsite.languages import Text


class BadFrame(Refused):
    """A Refused that also carries the frame's `id` and `room`, where it had them."""

    def __init__(self, code: Code, text: Text, frame_id: str | None, room: str | None) -> None:
        super().__init__(code, text)
        self.frame_id = frame_id
        self.room = room


class FrameDecoder:
    """Reads frames of some types.

    Of a frame that has only fields which its type knows, the types say all that has to be checked. Whatever
    is no such frame is read as plain JSON instead: it has fields of a newer version, or something is wrong.
    """

    def __init__(self, types: Iterable[type[Frame]]) -> None:
        self.types = {str(frame.__struct_config__.tag): frame for frame in types}
        self._exact = msgspec.json.Decoder(Union[tuple(self.types.values())])  # noqa: UP007

    def decode(self, payload: bytes) -> Any:
        """The frame that `payload` (JSON text, UTF-8) is. Raises BadFrame."""
        try:
            return self._exact.decode(payload)
        except (msgspec.MsgspecError, RecursionError, ValueError):
            return self._decode_loosely(payload)

    def _decode_loosely(self, payload: bytes) -> Frame:
        """The same, without the fields that are not known."""
        found = _parsed(payload)
        if not isinstance(found, dict):
            raise BadFrame(Code.BAD_FRAME, _("A frame is a JSON object."), None, None)
        kind = found.get("type")
        frame_id, room = _names(found)
        if not _is_sound(found):
            text = _("A number is out of range, or a text is broken.")
            raise BadFrame(Code.BAD_FRAME, text, frame_id, room)
        if not isinstance(kind, str):
            raise BadFrame(Code.BAD_FRAME, _("A frame has a type, which is text."), frame_id, room)
        if kind not in self.types:
            raise BadFrame(Code.UNKNOWN_TYPE, _("There is no frame of this type."), frame_id, room)
        try:
            return _converted(found, self.types[kind])
        except msgspec.ValidationError as error:
            raise BadFrame(Code.BAD_FRAME, str(error), frame_id, room) from None


def names(payload: bytes) -> tuple[str | None, str | None]:
    """The `id` and the `room` that an answer to `payload` carries back, whatever else is in it."""
    try:
        found = _parsed(payload)
    except BadFrame:
        return None, None
    return _names(found) if isinstance(found, dict) else (None, None)


def _parsed(payload: bytes) -> Any:
    """JSON as Python reads it, NaN and broken surrogates included. Raises BadFrame."""
    try:
        return json.loads(payload.decode(), parse_int=_whole)
    except (ValueError, RecursionError):
        raise BadFrame(Code.BAD_FRAME, _("This is not JSON."), None, None) from None


def _whole(digits: str) -> float:
    """An integer of JSON. One that is far too long is not worked out: Python itself refuses 4300 digits."""
    return int(digits) if len(digits) < 20 else math.inf


def _converted(found: dict[str, Any], frame: type[Frame]) -> Frame:
    known = {name: found[name] for name in ("type", *frame.__struct_fields__) if name in found}
    return msgspec.convert(known, frame)


def _names(found: dict[str, Any]) -> tuple[str | None, str | None]:
    return _short(found.get("id")), _short(found.get("room"))


def _short(value: Any) -> str | None:
    """`value` where it is text that an answer may carry back."""
    return value if isinstance(value, str) and len(value) <= 64 and _is_sound(value) else None


def _is_sound(value: Any) -> bool:
    """Can JavaScript hold every number in `value`, and UTF-8 every text?"""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo.extend(item)
            todo.extend(item.values())
        elif isinstance(item, list):
            todo.extend(item)
        elif isinstance(item, int | float):
            if not abs(item) <= BIGGEST:  # NaN is not, either
                return False
        elif isinstance(item, str) and not _encodable(item):
            return False
    return True


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
