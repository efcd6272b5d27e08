"""An event as it was read from a socket."""

from typing import NamedTuple


class SeenEvent(NamedTuple):
    """One event as a socket that reads everything sees it; `seq` is None where the server numbers nothing."""

    seq: int | None
    text: str
