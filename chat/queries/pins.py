"""The pinned messages of a room. Blocks."""

from chat.events.kinds import name_of
from chat.events.message import Message
from chat.events.pin import Pin
from chat.queries import changes, timeline

PINS = 100  # of a room, at most (docs/protocol.md)


def pinned(room: str) -> changes.Stages:
    """The steps from events to the pinned messages, {_id: seq}, the last pinned one first."""
    return changes.having(room, name_of(Pin))


def pinned_seqs(room: str) -> list[int]:
    """Which messages are pinned, the last pinned one first."""
    return changes.in_effect(room, name_of(Pin))


def pinned_messages(room: str) -> list[Message]:
    """These messages as they are now."""
    seqs = pinned_seqs(room)
    messages = timeline.messages_at(room, seqs)
    return [messages[seq] for seq in seqs if seq in messages]
