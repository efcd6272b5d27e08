"""The projections that there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

from chat.models.room import is_direct_id


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event of the log. `author`: the key of an account; `document`: everything that is stored of it."""

    room: str
    seq: int
    kind: str
    author: str
    at: datetime
    document: dict[str, Any]

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        at = document["at"].replace(tzinfo=UTC)
        return cls(document["room"], document["seq"], document["kind"], document["author"], at, document)

    @property
    def is_addressed(self) -> bool:
        """May this message be for somebody? It mentions people, answers a message, or stands in a thread or a
        direct conversation. Most messages do not, and then no command has to be spent on them."""
        said = self.document.get
        return bool(said("mentions") or said("reply_to") or said("thread")) or is_direct_id(self.room)


Handle = Callable[[Sequence[StoredEvent]], None]


def nothing() -> None:
    """For a step that a projection does not need."""


class Rebuild(NamedTuple):
    """What happens before a projection handles the whole log again, and after it."""

    begin: Callable[[], None] = nothing
    end: Callable[[], None] = nothing


@dataclass(frozen=True, slots=True)
class Projection:
    """`handle` takes events as they are stored, in batches, in a thread that may block.

    An event may come again, and events of a room may come in another order than that of their seq, so what
    `handle` writes has to be the same however often and in whatever order: under keys made of room and seq.
    An exception sets the event aside, unless it is that MongoDB is away: then the batch comes again.

    `kinds`: those it wants, None for all. `lookback`: how much of the log one that never ran begins with.
    `rebuild`: None where handling the whole log again would be wrong.
    """

    name: str
    handle: Handle
    kinds: Iterable[str] | None = None
    lookback: timedelta = timedelta(0)
    rebuild: Rebuild | None = None


_registered: dict[str, Projection] = {}


def register(projection: Projection) -> None:
    _registered[projection.name] = projection


def registered() -> dict[str, Projection]:
    """All of them, by name."""
    return dict(_registered)
