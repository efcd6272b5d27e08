"""Which events of its log a room shows as messages of their own (no I/O): all messages but the replies that
only their thread shows."""

from collections.abc import Mapping
from typing import Any

from chat.events.kinds import MESSAGE

# In the JSON of an event no text can hold this: its quotation marks would be escaped.
_MARK = f'"kind":"{MESSAGE}"'.encode()
_THREAD, _ALSO = b'"thread":', b'"also":true'

# The same as a condition on documents of the log; true of a deletion or restoration of such a message too.
STORED: dict[str, Any] = {"$or": [{"thread": None}, {"also": True}]}


def is_shown(body: bytes) -> bool:
    """Is this event, as JSON, one of them?"""
    return _MARK in body and (_THREAD not in body or _ALSO in body)


def is_shown_as(message: Mapping[str, Any]) -> bool:
    """Is this message, as an object of the wire or as a document, one of them? True of any other event."""
    return not message.get("thread") or message.get("also") is True
