"""The kinds of events. A new one is a module beside this one, and a line at the end of this one."""

from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from chat.events.base import EventRequest, UnknownEvent, WireEvent
from chat.events.change import Change
from chat.events.delete import Delete
from chat.events.edit import Edit
from chat.events.member import MemberChange
from chat.events.message import Message
from chat.events.pin import Pin
from chat.events.reaction import Reaction
from chat.events.restore import Restore
from chat.events.room import RoomChange


def name_of(kind: type[WireEvent]) -> str:
    """What stands in the field `kind` of its events."""
    return next(str(field.default) for field in msgspec.structs.fields(kind) if field.name == "kind")


KINDS: dict[str, type[WireEvent]] = {}
MESSAGE, ROOM_CHANGE = name_of(Message), name_of(RoomChange)


def register(kind: type[WireEvent]) -> None:
    """From now on there are events of this kind."""
    KINDS[name_of(kind)] = kind
    KINDS[MESSAGE] = _message()


def _message() -> type[Message]:
    """Messages, with the fields that changes leave on them."""
    left = {name: type for kind in changes().values() for name, type in kind.leaves.items()}
    if not left:
        return Message
    fields = [(name, type | UnsetType, UNSET) for name, type in left.items()]
    extended: Any = msgspec.defstruct(
        Message.__name__,
        fields,
        bases=(Message,),
        namespace={"left": (*Message.left, *left)},
        kw_only=True,
        gc=False,
    )
    kind: type[Message] = extended
    return kind


def kind_of(event: dict[str, Any]) -> type[WireEvent]:
    """The kind of a document, or of an event as an object of the wire."""
    return KINDS.get(event["kind"], UnknownEvent)


def label_of(name: str) -> str:
    """What the admin calls an event of this kind."""
    return str(kind_of({"kind": name}).label or name)


def requests() -> tuple[type[EventRequest], ...]:
    """What clients may send to make events."""
    return tuple(kind.request for kind in KINDS.values() if kind.request is not None)


def changes() -> dict[str, type[Change]]:
    """The kinds that change messages."""
    return {name: kind for name, kind in KINDS.items() if issubclass(kind, Change)}


def settling() -> list[str]:
    """The kinds after which a message is deleted, or is not."""
    return [name for name, kind in changes().items() if kind.stands is not None]


def deleting() -> list[str]:
    """The kinds after which a message is deleted."""
    return [name for name, kind in changes().items() if kind.stands is False]


class _Kind(Struct):
    kind: str


_read_kind = msgspec.json.Decoder(_Kind).decode


@cache
def _decoder(kind: type[WireEvent]) -> msgspec.json.Decoder[WireEvent]:
    return msgspec.json.Decoder(kind)


def decode(body: bytes) -> WireEvent:
    """The event that this JSON of the wire is. Raises msgspec.MsgspecError."""
    return _decoder(KINDS.get(_read_kind(body).kind, UnknownEvent)).decode(body)


for _kind in (
    Message,
    Edit,
    Delete,
    Restore,
    Reaction,
    Pin,
    RoomChange,
    MemberChange,
):
    register(_kind)
