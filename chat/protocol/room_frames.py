"""Frames about all rooms of somebody: the list that a sidebar shows, and what changes in it (no I/O)."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from chat.actors.author import Author
from chat.protocol.fields import AnyId, Position, RoomName, Seq, Yes
from chat.protocol.server_frame import Count, ServerFrame


class Thread(Struct):
    """A thread that you follow, with something unread or read in it."""

    seq: Seq
    read: Position
    unread: Count
    also: (
        Annotated[list[Seq], Meta(description="Of these replies, those that the room shows as well.")]
        | UnsetType
    ) = UNSET
    also_for_me: (
        Annotated[list[Seq], Meta(description="Of `also`, what the room counts in `for_me`.")] | UnsetType
    ) = UNSET


Threads = Annotated[list[Thread], Meta(max_length=100)]


class RoomPolicy(Struct):
    post: Literal["everyone", "moderators"]
    slow: Annotated[int, Meta(ge=0, description="Seconds between two messages of one person; 0: none.")]
    pin: Literal["everyone", "moderators"]


Role = Literal["owner", "moderator", "member"]
Level = Literal["all", "mentions", "nothing"]


class RoomObject(Struct, kw_only=True):
    """A room that you belong to. In `rooms`, one with `"role": null` and nothing else is none any more."""

    room: RoomName
    kind: Literal["public", "private", "direct"] | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    topic: str | UnsetType = UNSET
    people: (
        Annotated[list[Author], Meta(description="Of a direct conversation: all but you.")] | UnsetType
    ) = UNSET
    role: Role | None
    archived: bool | UnsetType = UNSET
    policy: RoomPolicy | UnsetType = UNSET
    level: Level | UnsetType = UNSET
    favourite: bool | UnsetType = UNSET
    version: (
        Annotated[str, Meta(description="Another one when anything but counts, `head` and `at` has changed.")]
        | UnsetType
    ) = UNSET
    head: Position | UnsetType = UNSET
    read: Position | UnsetType = UNSET
    unread: Count | UnsetType = UNSET
    for_me: Count | UnsetType = UNSET
    threads: Threads | UnsetType = UNSET
    at: Annotated[str | None, Meta(description="When the newest message was posted.")] | UnsetType = UNSET


class RoomsFrame(ServerFrame, tag="rooms"):
    """The rooms that you belong to, or what of them you do not have."""

    rooms: Annotated[list[RoomObject], Meta(max_length=100)]
    more: Annotated[Yes, Meta(description="Another `rooms` follows.")] | UnsetType = UNSET
    id: AnyId | UnsetType = UNSET


class ActivityEntry(Struct):
    """A message. `by`: the seq of its deletion or restoration."""

    seq: Seq
    author: str
    by: Seq | UnsetType = UNSET
    for_: Annotated[
        list[str] | UnsetType, Meta(description="Whom it mentions: ids of users, `*` for everyone.")
    ] = field(default=UNSET, name="for")
    thread: Annotated[Seq, Meta(description="The first message of its thread.")] | UnsetType = UNSET
    also: Annotated[Yes, Meta(description="The room shows it beside the thread.")] | UnsetType = UNSET


Entries = Annotated[list[ActivityEntry], Meta(min_length=1, max_length=100)]


class ActivityFrame(ServerFrame, tag="activity"):
    """What changed in counts by the events above `after` up to `head`."""

    room: RoomName
    after: Position
    head: Position
    at: Annotated[str, Meta(description="When the newest message in it was posted.")] | UnsetType = UNSET
    new: Entries | UnsetType = UNSET
    gone: Entries | UnsetType = UNSET
    back: Entries | UnsetType = UNSET
    more: Annotated[Yes, Meta(description="More than 100: ask for `counts`.")] | UnsetType = UNSET


class CountsFrame(ServerFrame, tag="counts"):
    """What you have not read of a room, up to `head`."""

    room: RoomName
    head: Position
    read: Position
    unread: Count
    for_me: Count
    threads: Threads
    id: AnyId | UnsetType = UNSET


class PeopleFrame(ServerFrame, tag="people"):
    """How the people of your direct conversations are: at first all who are not gone, then what changed."""

    here: Annotated[list[str], Meta(description="Ids of users.")]
    away: list[str]
    gone: list[str]


class RoomFrame(ServerFrame, tag="room", kw_only=True):
    """What changed of a room, or the whole object of one that is new to you. With `"role": null` you do not
    belong to it any more."""

    room: RoomName
    kind: Literal["public", "private", "direct"] | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    topic: str | UnsetType = UNSET
    people: list[Author] | UnsetType = UNSET
    role: Role | UnsetType | None = UNSET
    reason: Literal["left", "kicked", "banned", "gone"] | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    policy: RoomPolicy | UnsetType = UNSET
    level: Level | UnsetType = UNSET
    favourite: bool | UnsetType = UNSET
    version: str | UnsetType = UNSET
    head: Position | UnsetType = UNSET
    read: Position | UnsetType = UNSET
    unread: Count | UnsetType = UNSET
    for_me: Count | UnsetType = UNSET
    threads: Threads | UnsetType = UNSET
    at: str | UnsetType | None = UNSET
