"""Who has written in a room belongs to it: memberships that follow from messages, many by one step."""

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from operator import itemgetter

from pymongo import UpdateOne

from chat.actions.read_markers import advance_marker
from chat.actors.actor import Actor
from chat.models import Ban, Marker, Membership, Room
from chat.queries.room_state import is_closed
from chat.realtime.room import LiveRoom
from chat.storage import collections, member_counts, notice_log
from chat.storage.batching import Batcher
from chat.storage.transaction import together

Written = tuple[str, Actor, int]  # the room, who wrote, and the seq of it
TOGETHER = 500  # people of one transaction
# Seconds between two such steps: one costs as much as tens of messages, and in a room of many people that
# wakes up, nearly every message is somebody's first one.
APART = 0.25


async def join_as_writer(actor: Actor, room: LiveRoom, seq: int) -> None:
    """Becomes a member, for whom what stands below their message, `seq`, is not new; nothing for a member.

    Those who write at about the same time, in whichever rooms, are looked up and stored together: hundreds of
    newcomers cost about as many commands as one.
    """
    hub = room.hub
    if hub.joins is None:
        hub.joins = Batcher(_join, APART)
    try:
        if await hub.joins.get((room.id, actor, seq)):
            room.read_upto(actor.id, seq - 1)
            hub.bus.read(actor.id, room.id, seq - 1)
    except BaseException:
        room.writers.pop(actor.id, None)  # the next message tries again
        raise


def _join(written: list[Written]) -> dict[Written, bool]:
    """Which of them are new in their rooms? Blocks."""
    first: dict[tuple[str, str], Written] = {}
    for room, actor, seq in sorted(written, key=lambda each: each[2]):
        first.setdefault((room, actor.key), (room, actor, seq))
    newcomers = _without_members(first.values())
    joined: list[Written] = []
    for start in range(0, len(newcomers), TOGETHER):
        joined += _store(newcomers[start : start + TOGETHER])
    return dict.fromkeys(joined, True)


def _store(newcomers: list[Written]) -> list[Written]:
    joined = together(partial(_add, newcomers))
    if joined:  # not in the transaction, which would be in the way of all other notices
        users: dict[str, list[str]] = {}
        for room, actor, _ in joined:
            users.setdefault(room, []).append(actor.id)
        member_counts.add_each({room: len(ids) for room, ids in users.items()})
        notice_log.append_each(
            (notice_log.MEMBERS, {"room": room, "users": ids}) for room, ids in users.items()
        )
    return joined


def _without_members(written: Iterable[Written]) -> list[Written]:
    """Those who are no members, by room. One query for as many rooms as there are."""
    by_room = sorted(written, key=lambda each: each[0])
    known = _found(Membership, by_room)
    return [each for each in by_room if (each[0], each[1].key) not in known]


def _found(kind: type[Membership | Ban], written: Iterable[Written]) -> set[tuple[str, str]]:
    """The rooms and people (keys) of these for whom there is a row of this kind. One query."""
    rooms = {room: [actor.key for _, actor, _ in each] for room, each in groupby(written, key=itemgetter(0))}
    if not rooms:
        return set()
    wanted = {"$or": [{"room": room, "user": {"$in": keys}} for room, keys in rooms.items()]}
    rows = collections.collection(kind._meta.db_table)
    found = rows.find(
        wanted, {"room": 1, "user": 1, "_id": 0}, session=collections.session(), batch_size=TOGETHER + 1
    )
    return {(row["room"], row["user"]) for row in found}


def _add(written: list[Written]) -> list[Written]:
    """In a transaction: those who may, and who have not become members meanwhile. By room, as they came.

    To whom the room is closed without a membership, they had one when they wrote: it has ended since.
    """
    rooms = Room.objects.filter(pk__in={room for room, _, _ in written}, archived_at=None)
    kinds = {room: kind or Room.Kind.PUBLIC for room, kind in rooms.values_list("pk", "kind")}
    found = [
        each
        for each in _without_members(written)
        if each[0] in kinds and not is_closed(kinds[each[0]], each[1])
    ]
    banned = _found(Ban, found)
    new = [each for each in found if each[1].trusted or (each[0], each[1].key) not in banned]
    if new:
        Membership.objects.bulk_create(Membership(room_id=room, user_id=actor.uuid) for room, actor, _ in new)
        markers = collections.collection(Marker._meta.db_table)
        markers_ahead = [
            UpdateOne(*advance_marker(actor.key, room, seq - 1), upsert=True) for room, actor, seq in new
        ]
        markers.bulk_write(markers_ahead, ordered=False, session=collections.session())
    return new
