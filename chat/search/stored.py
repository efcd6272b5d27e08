"""Where the searched messages are stored."""

from typing import Any

from pymongo.collection import Collection

from chat.search.models import SearchedMessage
from chat.storage import collections

EVERYWHERE, IN_ROOMS = "search_everywhere", "search_in_rooms"  # indexes


def searched() -> Collection[dict[str, Any]]:
    return collections.collection(SearchedMessage._meta.db_table)


def key_of(room: str, seq: int) -> str:
    return f"{room}/{seq}"
