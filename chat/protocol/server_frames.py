"""Frames from the server, for docs/asyncapi.yaml and the tests (no I/O). The contract: docs/protocol.md.

No frame is made of these types when it is sent: an event is made JSON once (chat.events.base), and the others
are dictionaries. The tests hold every frame that a server sends to these types.
"""

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from chat.actors.author import Author
from chat.protocol.errors import Code
from chat.protocol.fields import AnyId, Epoch, EventId, Position, RoomName, Seq, Yes
from chat.protocol.room_frames import (
    ActivityFrame,
    CountsFrame,
    PeopleFrame,
    Role,
    RoomFrame,
    RoomObject,
    RoomsFrame,
    Threads,
)
from chat.protocol.server_frame import Count, Json, ServerFrame

Seconds = Annotated[float, Meta(gt=0, description="Seconds.")]


class Rate(Struct):
    """A second, for one user over all their sockets of an instance."""

    frames: float
    posts: float


class Limits(Struct):
    text: Annotated[int, Meta(description="Code points of a text.")]
    frame: Annotated[int, Meta(description="Bytes of a frame.")]
    page: Annotated[int, Meta(description="Events of a page.")]
    rooms: Annotated[int, Meta(description="Rooms that a socket follows.")]
    rate: Rate


class WelcomeFrame(ServerFrame, tag="welcome"):
    """The first frame. Who you are, where, and what the limits are."""

    protocol: Literal[1]
    user: Author
    instance: str
    limits: Limits


def _when(condition: Json, then: Json, otherwise: Json | None = None) -> Json:
    rule = {"if": condition, "then": then}
    return rule if otherwise is None else rule | {"else": otherwise}


class EventFrame(ServerFrame, tag="event"):
    """One event of a room's log. Its kind says which further fields it has."""

    room: RoomName
    seq: Seq
    kind: Annotated[str, Meta(description="message, edit, delete, restore, reaction, pin, or a later one.")]
    id: EventId
    author: Author
    at: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


Events = Annotated[
    list[EventFrame],
    Meta(description="Consecutive events of every kind, oldest first; with `shown`, messages alone."),
]


class Member(Struct):
    """Somebody with a part in the room."""

    id: str
    username: str
    name: str
    role: Role


class KeptDraft(Struct):
    """What one has begun to write, in the room or in a thread of it."""

    thread: Seq | None
    text: str
    at: str


class JoinedFrame(ServerFrame, tag="joined"):
    """The events asked for. Without `more`, the room's events follow from here on."""

    room: RoomName
    epoch: Epoch
    head: Position
    read: Position
    events: Events
    id: AnyId | UnsetType = UNSET
    more: Annotated[Yes, Meta(description="Join again with the last seq received.")] | UnsetType = UNSET
    reset: Annotated[Yes, Meta(description="Drop what you have of the room.")] | UnsetType = UNSET
    unread: (
        Annotated[Count, Meta(description="On a socket that watches, as at `head`; and the two below.")]
        | UnsetType
    ) = UNSET
    for_me: Count | UnsetType = UNSET
    threads: Threads | UnsetType = UNSET
    info: RoomObject | UnsetType = UNSET
    members: (
        Annotated[list[Member], Meta(max_length=200, description="Owners and moderators first.")] | UnsetType
    ) = UNSET
    drafts: list[KeptDraft] | UnsetType = UNSET
    pins: (
        Annotated[list[Seq], Meta(max_length=100, description="Pinned messages, the last pinned one first.")]
        | UnsetType
    ) = UNSET


class AckFrame(ServerFrame, tag="ack"):
    """The event is stored, and will be seen by everyone. Without `seq`: what is one's own is stored."""

    room: RoomName
    id: AnyId | UnsetType = UNSET
    seq: Annotated[Seq, Meta(description="Of the event.")] | UnsetType = UNSET
    rev: Annotated[Seq, Meta(description="Where nothing was changed.")] | UnsetType = UNSET


class ErrorFrame(ServerFrame, tag="error"):
    """The frame was refused, and nothing was done. The socket stays open."""

    code: Code
    detail: Annotated[str, Meta(description="A sentence for people.")]
    id: AnyId | UnsetType = UNSET
    room: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    retry_after: Seconds | UnsetType = UNSET

    RULES: ClassVar[Json] = _when(
        {"properties": {"code": {"const": Code.RATE_LIMITED.value}}}, {"required": ["retry_after"]}
    )


class HistoryFrame(ServerFrame, tag="history"):
    """A page of older events."""

    room: RoomName
    before: Seq
    events: Events
    more: Annotated[bool, Meta(description="There are older ones.")]
    id: AnyId | UnsetType = UNSET
    thread: Annotated[Seq, Meta(description="`events` are replies of this thread.")] | UnsetType = UNSET
    root: (
        Annotated[EventFrame, Meta(description="The first message of the thread, as it is now.")] | UnsetType
    ) = UNSET
    following: Annotated[bool, Meta(description="Do you follow the thread?")] | UnsetType = UNSET


class PinsFrame(ServerFrame, tag="pins"):
    """The pinned messages of a room, as they are now; the last pinned first."""

    room: RoomName
    head: Annotated[Position, Meta(description="Apply the `pin` and `delete` events above it.")]
    events: Annotated[list[EventFrame], Meta(max_length=100)]
    id: AnyId | UnsetType = UNSET


class TypingFrame(ServerFrame, tag="typing"):
    """Somebody else is writing."""

    room: RoomName
    user: Author
    thread: Annotated[Seq, Meta(description="The first message of the thread.")] | UnsetType = UNSET


class PresenceFrame(ServerFrame, tag="presence"):
    """Who follows the room. Above 100 people only their number. `away`: the ids of those who are away."""

    room: RoomName
    count: Annotated[int, Meta(ge=0)]
    online: Annotated[list[Author], Meta(max_length=100)] | UnsetType = UNSET
    away: Annotated[list[str], Meta(max_length=100)] | UnsetType = UNSET


class ReadFrame(ServerFrame, tag="read"):
    """One's own marker moved on another socket of one's own."""

    room: RoomName
    seq: Position


class DraftFrame(ServerFrame, tag="draft"):
    """What one has begun to write on another socket of one's own. An empty text: nothing any more."""

    room: RoomName
    thread: Seq | None
    text: str
    at: str


class KeptFrame(ServerFrame, tag="kept"):
    """One keeps a message, or keeps it no longer; on all of one's own sockets."""

    room: RoomName
    seq: Seq
    on: bool


class ForYouFrame(ServerFrame, tag="for_you"):
    """How many entries of one's own list “For you” are unread: 100 means 100 or more. Sent whenever the list
    may have changed."""

    unread: Annotated[int, Meta(ge=0, le=100)]


class LeftFrame(ServerFrame, tag="left"):
    """You follow the room no longer."""

    room: Annotated[str, Meta(max_length=64)]
    reason: Literal["left", "kicked", "banned", "gone"]
    id: AnyId | UnsetType = UNSET


class PongFrame(ServerFrame, tag="pong"):
    """The heads of the rooms that this socket follows."""

    heads: dict[str, Position]
    id: AnyId | UnsetType = UNSET


class ReconnectFrame(ServerFrame, tag="reconnect"):
    """This instance is going away. Come back after so many seconds."""

    after: Seconds


class PictureFields(Struct):
    """Addresses of a square picture, of 64 and of 128 pixels; their content never changes."""

    small: str
    large: str


class StatusFields(Struct):
    """What somebody says of how they are. Without `until` it stays until they clear it."""

    emoji: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    until: str | UnsetType = UNSET


class QuietFields(Struct, rename={"start": "from", "end": "until"}):
    """The quiet time that somebody is in, or the next one."""

    start: str
    end: str


class ProfileFields(Struct):
    """What is shown of somebody; what they have not is left out."""

    id: str
    username: str
    name: str
    picture: PictureFields | UnsetType = UNSET
    status: StatusFields | UnsetType = UNSET
    quiet: QuietFields | UnsetType = UNSET


class ProfilesFrame(ServerFrame, tag="profiles"):
    """These people changed what is shown of them."""

    profiles: Annotated[list[ProfileFields], Meta(max_length=100)]


class NewsFrame(ServerFrame, tag="news"):
    """A notice from the operators of the server to everyone who is connected."""

    text: str
    html: str


class NotificationFrame(ServerFrame, tag="notification"):
    """A message that this user wants to be notified of. `url`: its address, without scheme and host."""

    room: RoomName
    seq: Seq
    title: str
    text: str
    url: str
    tag: Annotated[str, Meta(description="Names the message: a client that gets it twice shows it once.")]


FRAMES: tuple[type[ServerFrame], ...] = (
    WelcomeFrame,
    JoinedFrame,
    EventFrame,
    AckFrame,
    ErrorFrame,
    HistoryFrame,
    PinsFrame,
    TypingFrame,
    PresenceFrame,
    ReadFrame,
    DraftFrame,
    KeptFrame,
    LeftFrame,
    PongFrame,
    ReconnectFrame,
    NewsFrame,
    NotificationFrame,
    ProfilesFrame,
    RoomsFrame,
    ActivityFrame,
    CountsFrame,
    RoomFrame,
    PeopleFrame,
    ForYouFrame,
)
