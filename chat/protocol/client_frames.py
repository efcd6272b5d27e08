"""Frames from clients as types, but for those that make events (chat.events). See docs/protocol.md."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from chat.protocol.errors import Code, Refused, too_long
from chat.protocol.fields import BIGGEST, AnyId, Epoch, Position, RoomName, Seq


class Frame(Struct, tag_field="type", kw_only=True, gc=False, forbid_unknown_fields=True):
    """What every frame may carry. A field that is not known is left out before (chat.protocol.decoding)."""

    id: AnyId | None = None


class Join(Frame, tag="join"):
    """Follow a room. Answered by `joined`."""

    room: RoomName
    since: (
        Annotated[
            Position,
            Meta(description="Everything up to it is known. Without it, the newest page is asked for."),
        ]
        | None
    ) = None
    epoch: Annotated[Epoch, Meta(description="From an earlier `joined`.")] | None = None
    info: Annotated[bool, Meta(description="The room, its members and one's drafts too.")] | None = None
    shown: (
        Annotated[
            bool, Meta(description="Without `since`: `events` are the newest messages, as they are now.")
        ]
        | None
    ) = None


class Leave(Frame, tag="leave"):
    """Stop following. Always answered by `left`."""

    room: RoomName


class History(Frame, tag="history"):
    """Ask for a page of older events. Answered by `history`."""

    room: RoomName
    before: (
        Annotated[Seq, Meta(description="The page ends below it. Without it, it is the newest page.")] | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=BIGGEST, description="Cut to `limits.page`.")] | None = None
    shown: Annotated[bool, Meta(description="Only messages, as they are now.")] | None = None
    thread: Annotated[Seq, Meta(description="Only the replies of this thread, as they are now.")] | None = (
        None
    )


class Pins(Frame, tag="pins"):
    """Ask for the pinned messages of a room. Answered by `pins`."""

    room: RoomName


class Typing(Frame, tag="typing"):
    """Shown to the others for 5 seconds; to be sent at most every 3. Not answered."""

    room: RoomName
    thread: Annotated[Seq, Meta(description="The first message of the thread.")] | None = None


class Read(Frame, tag="read"):
    """Everything up to `seq` is read. Not answered."""

    room: RoomName
    seq: Position
    back: Annotated[bool, Meta(description="Set the marker as it is, also back.")] = False
    thread: Annotated[Seq, Meta(description="Of a thread that you follow, by its first message.")] | None = (
        None
    )


class Draft(Frame, tag="draft"):
    """What you have begun to write; an empty text is forgotten. To be sent at most every 2 seconds. Not
    answered; your other sockets receive it."""

    room: RoomName
    text: Annotated[str, Meta(description="At most `limits.text` code points.")]
    thread: Annotated[Seq, Meta(description="The first message of the thread.")] | None = None


class Level(Frame, tag="level"):
    """What of a room that you belong to you want to be notified of. Answered by `ack` without `seq`."""

    room: RoomName
    level: Literal["all", "mentions", "nothing"]


class Favourite(Frame, tag="favourite"):
    """Whether a room that you belong to stands first in your list. Answered by `ack` without `seq`."""

    room: RoomName
    on: bool


class Follow(Frame, tag="follow"):
    """Follow the thread of a message, or end it. Answered by `ack` without `seq`."""

    room: RoomName
    seq: Annotated[Seq, Meta(description="The first message of the thread.")]
    on: bool


class Keep(Frame, tag="keep"):
    """Whether you keep a message for yourself, of a room that you belong to. Answered by `ack` without
    `seq`."""

    room: RoomName
    seq: Seq
    on: bool


Have = Annotated[
    tuple[Position, Position, Annotated[str, Meta(max_length=64)]],
    Meta(description="`head`, `read` and `version` of a room object."),
]


class Watch(Frame, tag="watch"):
    """Ask for the rooms that you belong to, and follow what changes in your counts there. Answered by
    `rooms`."""

    have: (
        Annotated[
            dict[RoomName, Have], Meta(description="By room, what you have of it: it is left out if equal.")
        ]
        | None
    ) = None


class AskCounts(Frame, tag="counts"):
    """Ask how much you have not read in a room. Answered by `counts`."""

    room: RoomName


class Here(Frame, tag="here"):
    """Whether you are at this device. Each socket is `here` at first. Not answered."""

    state: Literal["here", "away"]


class Ping(Frame, tag="ping"):
    """Answered by `pong`."""


FRAMES: tuple[type[Frame], ...] = (
    *(Join, Leave, History, Pins, Typing, Read, Draft, Level, Favourite, Follow, Keep),
    *(Watch, AskCounts, Here, Ping),
)


def clean(text: str, limit: int, *, may_be_empty: bool = False) -> str:
    """`text` without NUL and with plain line ends, at most `limit` code points. Raises Refused."""
    if "\0" in text or "\r" in text:
        text = text.replace("\0", "").replace("\r\n", "\n")
    if len(text) > limit:
        raise too_long(len(text), limit)
    if not may_be_empty and (not text or text.isspace()):
        raise Refused(Code.EMPTY, _("There is nothing in this message."))
    return text
