"""What a thread's first message says of the replies to it (no I/O). static/js/log/replies.js does the same.

A message with a `thread` changes the message that it names there, as an event with that target would; so do
its deletion and its restoration, which carry the `thread` too.
"""

from typing import Annotated, NamedTuple, Protocol

from msgspec import UNSET, Meta, Struct, UnsetType

from chat.actors.author import Author
from chat.protocol.fields import Seq

PEOPLE = 3  # who replied last, newest first


class Replies(Struct):
    """`count`: those that stand; the rest is of the newest ever posted, deleted or not."""

    count: Annotated[int, Meta(ge=0)]
    seq: Seq
    at: str
    people: Annotated[list[str], Meta(min_length=1, max_length=PEOPLE, description="Ids of users.")]


class Original(NamedTuple):
    """What a deletion or a restoration keeps of its message as that was posted: its author and whom it
    mentioned, by id, its thread, and whether the room shows it beside the thread."""

    author: str
    mentions: list[str]
    thread: int | None = None
    also: bool = False


class PostedReply(Protocol):
    seq: int
    at: str
    author: Author


def with_reply(replies: Replies | UnsetType, reply: PostedReply) -> Replies:
    """One more was posted."""
    before = [] if replies is UNSET else [who for who in replies.people if who != reply.author.id]
    count = 0 if replies is UNSET else replies.count
    return Replies(count + 1, reply.seq, reply.at, [reply.author.id, *before][:PEOPLE])


def with_step(replies: Replies | UnsetType, step: int) -> Replies | UnsetType:
    """One was deleted (-1) or restored (1)."""
    if replies is UNSET:
        return UNSET
    return Replies(max(0, replies.count + step), replies.seq, replies.at, replies.people)
