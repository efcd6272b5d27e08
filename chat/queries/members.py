"""The people of a room, as its page shows them, and which of its messages are pinned. Blocks."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chat.models import Ban, Event, Membership, User
from chat.queries.pins import PINS, pinned
from chat.queries.profiles import SHOWN, ShownProfile, profile_of
from chat.queries.room_state import MODERATING
from chat.queries.unread import Stages
from chat.storage import collections

BADGES = 500  # moderators and owners that are marked; others are not
STAFF = "staff"
BANNED = 100  # of those whom the room is closed to


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody with their profile. `note`: their part in the room, or why they are banned."""

    id: UUID
    username: str
    shown_name: str
    note: str
    profile: ShownProfile

    @property
    def picture_small(self) -> str:
        return self.profile.picture_small


@dataclass(slots=True)
class RoomMembers:
    """`members` by joining, `banned` by id. `badges`: who moderates, by the id on the wire, and as what:
    owner, moderator or staff. `staff`: all of the staff, by id. `others`: who was asked for besides. `pins`:
    the pinned messages, the last pinned one first."""

    members: list[Shown] = field(default_factory=list)
    banned: list[Shown] = field(default_factory=list)
    badges: dict[str, str] = field(default_factory=dict)
    staff: list[str] = field(default_factory=list)
    others: list[ShownProfile] = field(default_factory=list)
    pins: list[int] = field(default_factory=list)


def members_of(
    room_id: str, limit: int, *, banned: bool, others: Collection[str] = (), pins: bool = False
) -> RoomMembers:
    """The first `limit` members, who moderates, and (`banned`) who is banned; the profiles of `others` (ids);
    and (`pins`) the pinned messages. One command."""
    stages = [
        *_members(room_id, limit),
        collections.union(Membership, _moderators(room_id)),
        collections.union(User, _staff()),
        collections.union(User, _others(others)),
    ]
    if pins:
        stages.append(collections.union(Event, [*pinned(room_id), {"$project": {"of": "pin"}}]))
    if banned:
        stages.append(collections.union(Ban, _banned(room_id)))
    return _read(stages, limit + 2 * BADGES + BANNED + len(others) + PINS)


def moderators_of(room_id: str, others: Collection[str] = ()) -> RoomMembers:
    """Who moderates a room, and the profiles of `others` (ids), without the members. One command."""
    stages = [*_moderators(room_id), collections.union(User, _staff())]
    if others:
        stages.append(collections.union(User, _others(others)))
    return _read(stages, 2 * BADGES + len(others))


def _read(stages: Stages, most: int) -> RoomMembers:
    people, at = RoomMembers(), datetime.now(UTC)
    for doc in collections.collection(Membership._meta.db_table).aggregate(stages, batchSize=most + 1):
        if doc["of"] == "badge":
            _mark(people.badges, doc)
            if doc["role"] == STAFF:
                people.staff.append(str(UUID(doc["user"])))
        elif doc["of"] == "pin":
            people.pins.append(doc["_id"])
        elif doc["of"] == "other":
            people.others.append(profile_of(doc, at))
        else:
            {"member": people.members, "ban": people.banned}[doc["of"]].append(_shown(doc, at))
    return people


def possible_owners(room_id: str, leaving: UUID, limit: int = 500) -> list[Membership]:
    """Who may own a room after somebody: its other members, moderators first, then by joining."""
    others = Membership.objects.filter(room=room_id).exclude(user=leaving).select_related("user")
    found = list(others.order_by("joined_at")[:limit])
    return sorted(found, key=lambda member: member.role not in MODERATING)


def _mark(badges: dict[str, str], doc: dict[str, Any]) -> None:
    """A role in the room, which comes first, is shown before a role in the workspace."""
    badges.setdefault(str(UUID(doc["user"])), doc["role"])


def _members(room: str, limit: int) -> Stages:
    return [
        {"$match": {"room": room}},
        {"$sort": {"joined_at": 1}},
        {"$limit": limit},
        *_with_user("member", "$role"),
    ]


def _banned(room: str) -> Stages:
    return [
        {"$match": {"room": room}},
        {"$sort": {"user": 1}},
        {"$limit": BANNED},
        *_with_user("ban", "$reason"),
    ]


def _moderators(room: str) -> Stages:
    match = {"$match": {"room": room, "role": {"$in": list(MODERATING)}}}
    return [match, {"$limit": BADGES}, {"$set": {"of": "badge"}}]


def _staff() -> Stages:
    project = {"$project": {"user": "$_id", "role": STAFF, "of": "badge"}}
    return [{"$match": {"is_staff": True}}, {"$limit": BADGES}, project]


def _others(ids: Collection[str]) -> Stages:
    wanted = {"_id": {"$in": [UUID(id).hex for id in ids]}}
    return [{"$match": wanted}, {"$set": {"of": "other"}}, {"$project": {"of": 1, **SHOWN}}]


def _with_user(of: str, note: str) -> Stages:
    user = {"from": User._meta.db_table, "localField": "user", "foreignField": "_id", "as": "user"}
    return [
        {"$lookup": user},
        {"$unwind": "$user"},
        {"$project": {"of": of, "note": note, "user._id": 1, **{f"user.{name}": 1 for name in SHOWN}}},
    ]


def _shown(doc: dict[str, Any], at: datetime) -> Shown:
    profile = profile_of(doc["user"], at)
    return Shown(UUID(profile.id), profile.username, profile.name, doc["note"], profile)
