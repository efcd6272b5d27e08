"""The text of a load message: when it was sent, its number in the room, and words to make up the length."""

import time
from typing import NamedTuple

LENGTH = 48
_FILL = " so it goes and so it goes" * 200


class Stamp(NamedTuple):
    """`sent` is in nanoseconds of the machine's monotonic clock; `number` counts up from 0 in one room."""

    sent: int
    number: int


def write(number: int, length: int = LENGTH) -> str:
    """A message of `length` characters, stamped now."""
    return f"{time.monotonic_ns()} {number}{_FILL}"[:length]


def read(text: str) -> Stamp | None:
    """The stamp of a load message; None when somebody else wrote it."""
    sent, _, rest = text.partition(" ")
    number, _, _ = rest.partition(" ")
    if not (sent.isdigit() and number.isdigit()):
        return None
    return Stamp(int(sent), int(number))
