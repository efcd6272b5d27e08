"""Events in the lean form of the wire: without what follows from the rest (no I/O).

static/js/log/lean.js puts back what is left out here; both are tested on the same cases.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from chat.events.base import encode
from chat.events.kinds import MESSAGE

KEPT = 2048  # lean forms that are kept for the next socket
KEPT_BYTES = 1024  # of the longest event of which the lean form is kept
PAGES = 256  # whose lean form is kept for the next socket
PAGE_BYTES = 65536  # of the longest of these, in full

_decode: Callable[[bytes], dict[str, Any]] = msgspec.json.Decoder(dict[str, Any]).decode
_decode_all: Callable[[bytes], list[dict[str, Any]]] = msgspec.json.Decoder(list[dict[str, Any]]).decode


def lean(body: bytes) -> bytes:
    """The lean form of an event's JSON, with whatever a newer version has put into it."""
    return _kept(body) if len(body) <= KEPT_BYTES else _without_implied(body)


def lean_page(bodies: Sequence[bytes]) -> bytes:
    """The lean forms of many events, with commas between them. Sooner done than one by one."""
    page = tuple(bodies)
    return _kept_page(page) if sum(map(len, page)) <= PAGE_BYTES else _page_without_implied(page)


def plain_html(text: str) -> str:
    """The HTML that a text has in which nothing is marked up; it is left out."""
    if not text:
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p dir="auto">{escaped.replace(chr(10), "<br>")}</p>'


def _without_implied(body: bytes) -> bytes:
    event = _decode(body)
    _drop_implied(event)
    return encode(event)


def _page_without_implied(page: tuple[bytes, ...]) -> bytes:
    events = _decode_all(b"[" + b",".join(page) + b"]")
    for event in events:
        _drop_implied(event)
    return encode(events)[1:-1]


def _drop_implied(event: dict[str, Any]) -> None:
    html = event.get("html")
    if html is not None and html == plain_html(event.get("text") or ""):
        del event["html"]
    if event.get("kind") == MESSAGE:
        if event.get("rev") == event.get("seq"):
            event.pop("rev", None)
        if event.get("reply_to", 0) is None:
            del event["reply_to"]
    author = event.get("author")
    if author and "name" in author and author["name"] == author.get("username"):
        del author["name"]


_kept = lru_cache(KEPT)(_without_implied)
_kept_page = lru_cache(PAGES)(_page_without_implied)
