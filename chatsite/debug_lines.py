"""autobahn makes the words of its debug lines beautiful, whether anybody reads them or not: a tenth of what a
connect costs. Here they stay as they are. tests/test_inbound.py fails when the names move.
"""

from typing import Any

import autobahn.twisted.websocket
import autobahn.util
import autobahn.websocket.protocol

MODULES: list[Any] = [autobahn.twisted.websocket, autobahn.websocket.protocol]
PAINTERS = ("hltype", "hlval")


def spare_them() -> None:
    """From now on, for all protocols of this process."""
    autobahn.util._HAS_CLICK = False  # where click is installed, words have colours
    setattr(autobahn.websocket.protocol, "pformat", str)  # noqa: B010
    for module in MODULES:
        for name in PAINTERS:
            setattr(module, name, _unchanged)


def _unchanged(word: Any) -> Any:
    return word
