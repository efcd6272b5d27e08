"""What each server's wire looks like, so that one scenario can be run on all of them."""

from typing import ClassVar, NamedTuple, Protocol

from bench.load.seen_event import SeenEvent
from bench.load.socket import LoadSocket


class Place(NamedTuple):
    """Where a room stands: the newest `seq`, and the room's `epoch`; what a client resumes from."""

    head: int
    epoch: str


class Dialect(Protocol):
    """One server's wire.

    `event` is how an event begins, and nothing else. `lines`: one frame may hold several messages, one a
    line. `acks`: a post is answered when it is stored.
    """

    name: ClassVar[str]
    path: ClassVar[str]
    event: ClassVar[bytes]
    lines: ClassVar[bool]
    acks: ClassVar[bool]

    def headers(self, token: str) -> list[str]:
        """Lines to add to the upgrade request of the person with this token."""

    async def enter(self, socket: LoadSocket, room: str, since: Place | None) -> Place | None:
        """Say whatever makes events of `room` come; the place where it stands, if there is such a thing."""

    def post(self, room: str, text: str) -> bytes:
        """The message that says `text` in `room`."""

    def other(self, socket: LoadSocket, payload: bytes) -> None:
        """Something that is no event: an ack, a ping, an error."""

    def seen(self, payload: bytes) -> SeenEvent:
        """Read an event."""
