"""How many people belong to each room, kept with the room, so that no list has to count them. Blocks.

Code that stores or deletes memberships adds here what changed. `recount` counts again from the memberships.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pymongo import UpdateOne

from chat.storage import collections

ROOMS, MEMBERSHIPS = "chat_room", "chat_membership"
WRITES = 1000  # of one command


def add(room: str, number: int) -> None:
    """So many more people, or fewer where it is below 0."""
    add_each({room: number})


def add_each(numbers: Mapping[str, int]) -> None:
    """The same in several rooms, by one command."""
    added = numbers.items()
    changes = [UpdateOne({"_id": room}, {"$inc": {"member_count": number}}) for room, number in added]
    if changes:
        rooms = collections.collection(ROOMS)
        rooms.bulk_write(changes, ordered=False, session=collections.session())


def recount(room: str | None = None) -> None:
    """Counts the memberships of one room, or of all, along their index."""
    rooms = collections.collection(ROOMS)
    wanted = {"_id": room} if room else {}
    counted = _counted(room)
    rooms.update_many({**wanted, "member_count": None}, {"$set": {"member_count": 0}})
    seen: list[str] = []
    while batch := list(islice(counted, WRITES)):
        rooms.bulk_write(
            [UpdateOne({"_id": each["_id"]}, {"$set": {"member_count": each["number"]}}) for each in batch],
            ordered=False,
        )
        seen += [each["_id"] for each in batch]
    if room and not seen:
        rooms.update_one(wanted, {"$set": {"member_count": 0}})


def _counted(room: str | None) -> Iterator[dict[str, Any]]:
    stages: list[dict[str, Any]] = [{"$match": {"room": room}}] if room else [{"$sort": {"room": 1}}]
    stages.append({"$group": {"_id": "$room", "number": {"$sum": 1}}})
    yield from collections.collection(MEMBERSHIPS).aggregate(stages, allowDiskUse=True)
