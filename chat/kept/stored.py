"""Where kept messages are stored."""

from typing import Any

from pymongo.collection import Collection

from chat.kept.models import KeptMessage
from chat.storage import collections


def kept_messages() -> Collection[dict[str, Any]]:
    return collections.collection(KeptMessage._meta.db_table)


def key_of(user: str, room: str, seq: int) -> str:
    """The key of a kept message. `user`: the key of the account."""
    return f"{user}/{room}/{seq}"
