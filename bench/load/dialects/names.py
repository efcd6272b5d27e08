"""The dialects by the name that a job gives."""

from collections.abc import Callable

from bench.load.dialects import Dialect
from bench.load.dialects.centrifugo import Centrifugo
from bench.load.dialects.plain import Plain, PlainSpaced, PlainStored
from bench.load.dialects.socketio import SocketIO
from bench.load.dialects.wick import Wick, WickDeflated, WickLean

DIALECTS: dict[str, Callable[[], Dialect]] = {
    kind.name: kind
    for kind in (Wick, WickLean, WickDeflated, Plain, PlainSpaced, PlainStored, SocketIO, Centrifugo)
}
