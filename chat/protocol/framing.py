"""WebSocket frames from the server, built once for however many sockets they go to (no I/O)."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

PLAIN, LEAN, DEFLATED = 0, 1, 2  # what a socket takes; LEAN | DEFLATED is both

# Smaller bodies stay as they are. A body for a single socket has to be larger to be worth the CPU.
SHARED_LEAST = 128  # bytes
SINGLE_LEAST = 1024
REPEATED_MOST = 65_536  # bytes of a body that may be sent to many sockets one by one: `presence`

FINAL_TEXT, FINAL_DEFLATED_TEXT = 0x81, 0xC1
FLUSHED = b"\x00\x00\xff\xff"  # ends what zlib flushes; RFC 7692, section 7.2.1, leaves it out


def framed(body: bytes, first: int = FINAL_TEXT) -> bytes:
    """`body` (UTF-8) as one unmasked, final text frame: RFC 6455, section 5.2."""
    size = len(body)
    if size < 126:
        return bytes((first, size)) + body
    if size < 65536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + body
    return bytes((first, 127)) + size.to_bytes(8, "big") + body


def framed_deflated(body: bytes) -> bytes:
    """The same, compressed where that makes it smaller.

    Each message is compressed by itself, so that the frame is good for every socket that takes such frames.
    """
    deflate = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = deflate.compress(body) + deflate.flush(zlib.Z_SYNC_FLUSH)
    data = data.removesuffix(FLUSHED)
    return framed(data, FINAL_DEFLATED_TEXT) if len(data) < len(body) else framed(body)


def framed_for_one(body: bytes) -> bytes:
    """A frame for a single socket that takes compressed ones."""
    if len(body) < SINGLE_LEAST:
        return framed(body)
    return _repeated(body) if len(body) <= REPEATED_MOST else framed_deflated(body)


_repeated = lru_cache(8)(framed_deflated)


def _framed_for_many(body: bytes) -> bytes:
    return framed(body) if len(body) < SHARED_LEAST else framed_deflated(body)


class PreparedFrames(dict[int, bytes]):
    """Bodies that leave together, as one buffer for a direct write: one for each kind of socket (LEAN,
    DEFLATED), made when the first such socket is written to."""

    __slots__ = ("_lean", "bodies")

    def __init__(self, bodies: Iterable[bytes], lean: Callable[[bytes], bytes] | None = None) -> None:
        """`lean` makes the lean form of a body; None where the bodies have no other one."""
        self.bodies = tuple(bodies)
        self._lean = lean

    def bodies_for(self, kind: int) -> tuple[bytes, ...]:
        """The bodies as such a socket is sent them, not framed."""
        if self._lean is None or not kind & LEAN:
            return self.bodies
        return tuple(map(self._lean, self.bodies))

    def __missing__(self, kind: int) -> bytes:
        if self._lean is None and kind & LEAN:
            buffer = self[kind & ~LEAN]
        else:
            frame = _framed_for_many if kind & DEFLATED else framed
            buffer = b"".join([frame(body) for body in self.bodies_for(kind)])
        self[kind] = buffer
        return buffer


class JoinedFrames(PreparedFrames):
    """Several of them that leave together."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Sequence[PreparedFrames]) -> None:
        super().__init__(body for part in parts for body in part.bodies)
        self._parts = parts

    def bodies_for(self, kind: int) -> tuple[bytes, ...]:
        return tuple(body for part in self._parts for body in part.bodies_for(kind))

    def __missing__(self, kind: int) -> bytes:
        buffer = self[kind] = b"".join([part[kind] for part in self._parts])
        return buffer


NOTHING = PreparedFrames(())
