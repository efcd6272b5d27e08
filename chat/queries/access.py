"""What somebody is to a room: a member, banned, or neither. Blocks; see chat.storage.executor."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from chat.models import Ban, Membership
from chat.queries.unread import Stages
from chat.storage import collections


class Access(NamedTuple):
    member: bool = False
    banned: bool = False


NEITHER = Access()


def access_of(room: str, users: Collection[str]) -> dict[str, Access]:
    """Of these users (ids), those who are a member or banned. One command, which reads their rows alone."""
    own = {"$match": {"room": room, "user": {"$in": [UUID(user).hex for user in users]}}}
    members: Stages = [own, {"$project": {"_id": 0, "user": 1, "member": {"$literal": True}}}]
    bans: Stages = [own, {"$project": {"_id": 0, "user": 1}}]
    both = [*members, collections.union(Ban, bans)]
    found: dict[str, Access] = {}
    memberships = collections.collection(Membership._meta.db_table)
    rows = memberships.aggregate(both, session=collections.session(), batchSize=2 * len(users) + 1)
    for row in rows:
        user = str(UUID(row["user"]))
        is_member = bool(row.get("member"))
        before = found.get(user, NEITHER)
        found[user] = Access(before.member or is_member, before.banned or not is_member)
    return found
