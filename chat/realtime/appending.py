"""What appending to a room needs of the room, and of the way to the other processes."""

from collections.abc import Collection, Iterable
from typing import Protocol

from chat.events.base import WireEvent
from chat.events.message import Message


class AppendableRoom(Protocol):
    """The room as its writer sees it (chat.realtime.room.LiveRoom)."""

    id: str

    @property
    def head(self) -> int:
        """The newest seq that is known here."""

    async def catch_up(self) -> None:
        """Takes in what the log has beyond the head. Raises the database's errors, or Refused."""

    async def messages(self, seqs: Iterable[int]) -> dict[int, Message]:
        """Of these seqs, the messages as they are at the head. Raises the database's errors."""

    async def thread_roots(self, seqs: Collection[int]) -> dict[int, str]:
        """Of these seqs, the messages that are in no thread, so that there may be replies to them: the author
        of each, by id. Raises the database's errors."""

    async def mentionable(self, names: Collection[str], ids: Collection[str]) -> dict[str, str]:
        """Of the people with these names or ids, those who may see it: names by id. Raises the database's
        errors."""

    def changed_since(self, head: int, seqs: set[int], kinds: set[str]) -> bool:
        """Does an event beyond `head` change one of these messages, or is it of one of these kinds?"""

    def receive(self, events: list[WireEvent], bodies: list[bytes]) -> None:
        """Consecutive events that were stored, with the JSON of each."""


class Publisher(Protocol):
    """The way to the other processes (chat.realtime.bus.Bus)."""

    listening: bool  # False in a command, which ends when its action is done

    def events(self, room: str, bodies: list[bytes]) -> None:
        """Consecutive events of a room, as JSON."""

    async def ensure_told(self, room: str) -> None:
        """Returns when the other processes know, or can know, that the room has new events."""


async def publish(publisher: Publisher, room: str, bodies: list[bytes]) -> None:
    """Publishes to the other processes consecutive events that were stored here, whether or not this one has
    found them in the log meanwhile."""
    publisher.events(room, bodies)
    if not publisher.listening:  # a command: others must have received it before it ends
        await publisher.ensure_told(room)
