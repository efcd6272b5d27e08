"""permessage-deflate (RFC 7692) without context: which offers are taken, and how a message is inflated.

No message refers to an earlier one, in either direction, so that one compression serves every socket and no
socket keeps a window. autobahn has the rest: the answer to the upgrade request, and the long way in.
"""

import zlib
from collections.abc import Iterable
from typing import Any

from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateOfferAccept

NAME = "permessage-deflate"
FLUSHED = b"\x00\x00\xff\xff"  # what a sender leaves out at the end of a message
Parameters = dict[str, list[Any]]  # of an offer: the values of each, True where it has none

WINDOWS = frozenset(map(str, range(8, 16)))
FLAGS = ("server_no_context_takeover", "client_no_context_takeover")


def acceptable(extensions: Iterable[tuple[str, Parameters]]) -> list[tuple[str, Parameters]]:
    """Of what a client offers, the first that is taken, in the words in which autobahn is to answer it."""
    for name, offered in extensions:
        if name == NAME and _is_acceptable(offered):
            answered: Parameters = {"server_no_context_takeover": [True]}
            if "server_max_window_bits" in offered:
                answered["server_max_window_bits"] = ["15"]
            return [(name, answered)]
    return []


def _is_acceptable(offered: Parameters) -> bool:
    """Not with a window smaller than all others have, nor with what RFC 7692 does not allow."""
    for name, values in offered.items():
        [value, *more] = values
        if more:
            return False
        if name in FLAGS:
            known = value is True
        elif name == "server_max_window_bits":
            known = value == "15"
        else:
            known = name == "client_max_window_bits" and (value is True or value in WINDOWS)
        if not known:
            return False
    return True


def accept(offers: list[PerMessageDeflateOffer]) -> PerMessageDeflateOfferAccept:
    """autobahn's hook, for what `acceptable` has left: the client does without context too."""
    return PerMessageDeflateOfferAccept(offers[0], request_no_context_takeover=True)


def inflate(data: bytes, longest: int) -> bytes | None:
    """The message that was compressed to `data`; None when in doubt: longer than `longest` bytes, or broken.

    No more than `longest` + 1 bytes are ever made of it.
    """
    message = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = message.decompress(data + FLUSHED, longest + 1)
    except zlib.error:
        return None
    whole = len(inflated) <= longest and not message.unconsumed_tail and not message.eof
    return inflated if whole else None
