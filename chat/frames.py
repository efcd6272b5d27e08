"""WebSocket frames from the server, built once for however many sockets they go to (no I/O)."""

from collections.abc import Iterable


def framed(body: bytes) -> bytes:
    """`body` (UTF-8) as one unmasked, final text frame: RFC 6455, section 5.2."""
    size = len(body)
    if size < 126:
        return bytes((0x81, size)) + body
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + body
    return b"\x81\x7f" + size.to_bytes(8, "big") + body


class Frames:
    """Bodies that leave together: as one buffer for a direct write, one by one through ASGI."""

    __slots__ = ("bodies", "wire")

    def __init__(self, bodies: Iterable[bytes]) -> None:
        self.bodies = tuple(bodies)
        self.wire = b"".join([framed(body) for body in self.bodies])
