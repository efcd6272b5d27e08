"""Direct conversations, by the fixed set of people that each belongs to. Blocks."""

from collections.abc import Collection

from chat.models import Room


def people_key(keys: Collection[str]) -> str:
    """What stands in `people` of the conversation of these people (by their keys)."""
    return ",".join(sorted(set(keys)))


def conversation_of(keys: Collection[str]) -> Room | None:
    """The conversation of exactly these people. One seek in an index."""
    return Room.objects.filter(people=people_key(keys)).first()
