"""The part of a file that a request asks for by its header Range (RFC 9110; no I/O)."""

import re
from typing import NamedTuple

ONE = re.compile(r"bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*", re.ASCII)


class ByteRange(NamedTuple):
    """`start` is the first byte, `stop` the one after the last."""

    start: int
    stop: int


class NotThere(Exception):
    """The file has no such bytes."""


def asked_range(header: str, size: int) -> ByteRange | None:
    """None: the whole file, as for several ranges at once and for what is no range. Raises NotThere."""
    found = ONE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last bytes
        if int(last) == 0 or size == 0:
            raise NotThere
        return ByteRange(max(0, size - int(last)), size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise NotThere
    return ByteRange(start, min(size, int(last) + 1) if last else size)
