"""Where the entries are stored."""

from typing import Any

from pymongo.collection import Collection

from chat.for_you.models import ForYouEntry
from chat.storage import collections

MOST = 1000  # entries of one person, the newest


def entries() -> Collection[dict[str, Any]]:
    return collections.collection(ForYouEntry._meta.db_table)


def key_of(user: str, room: str, seq: int) -> str:
    """The key of an entry. `user`: the key of the account."""
    return f"{user}/{room}/{seq}"
