"""Who may not enter a room. Blocks; see chat.storage.executor."""

from collections.abc import Collection
from uuid import UUID

from chat.models import Ban


def banned_among(room: str, users: Collection[str]) -> set[str]:
    """Those of these users (ids) who are banned from the room; reads their bans and no others."""
    found = Ban.objects.filter(room=room, user__in=[UUID(user) for user in users])
    return {str(key) for key in found.values_list("user", flat=True)}


def is_banned(room: str, user: str) -> bool:
    return bool(banned_among(room, [user]))
