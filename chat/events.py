"""Events of a room's log as objects and as the JSON of the wire (no I/O)."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from chat.markdown import render

MESSAGE, EDIT, DELETE, RESTORE, REACTION = "message", "edit", "delete", "restore", "reaction"
KINDS = frozenset((MESSAGE, EDIT, DELETE, RESTORE, REACTION))
WORDED = frozenset((MESSAGE, EDIT, RESTORE))


class Author(Struct, frozen=True, gc=False):
    """Who did it, by the names of that moment. `id` is hyphenated, as on the wire."""

    id: str
    username: str
    name: str


class Event(Struct, omit_defaults=False, kw_only=True, gc=False):
    """One event as the wire shows it; what a kind does not have is UNSET and left out.

    `edited`, `deleted` and `reactions` (emoji to user names) are there on a message that was fetched
    after it changed, `rev` tells up to which seq such changes are in it.
    """

    type: str = "event"
    room: str
    seq: int
    kind: str
    id: str
    author: Author
    at: str
    target: int | UnsetType = UNSET
    text: str | UnsetType = UNSET
    html: str | UnsetType = UNSET
    emoji: str | UnsetType = UNSET
    on: bool | UnsetType = UNSET
    reply_to: int | UnsetType | None = UNSET
    rev: int | UnsetType = UNSET
    edited: bool | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET
    reactions: dict[str, list[str]] | UnsetType = UNSET

    def copy(self, **changes: Any) -> "Event":
        return msgspec.structs.replace(self, **changes)


encode: Callable[[Any], bytes] = msgspec.json.Encoder().encode
decode: Callable[[bytes], Event] = msgspec.json.Decoder(Event).decode


@lru_cache(maxsize=16)  # all events of a batch have the same
def moment(at: datetime) -> str:
    """`at` (UTC, naive or aware) as the wire writes it, to the millisecond."""
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def hyphened(key: str) -> str:
    """32 hexadecimal digits, as Django stores a UUID, in the form of the wire."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def from_document(doc: dict[str, Any]) -> Event:
    """The event of a document of the events collection, freshly rendered."""
    kind, seq = doc["kind"], doc["seq"]
    event = Event(
        room=doc["room"],
        seq=seq,
        kind=kind,
        id=doc["_id"],
        author=Author(hyphened(doc["author"]), doc["author_username"], doc["author_name"]),
        at=moment(doc["at"]),
    )
    if kind in WORDED:
        event.text = doc["text"]
        event.html = render(doc["text"])
    if kind == MESSAGE:
        event.reply_to = doc.get("reply_to")
        event.rev = seq
    else:
        event.target = doc.get("target") or UNSET
    if kind == REACTION:
        event.emoji, event.on = doc["emoji"], doc["on"]
    return event
