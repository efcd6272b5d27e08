"""Who has written in a room belongs to it: memberships that follow from messages, many by one step."""

from collections.abc import Iterable
from functools import partial
from itertools import groupby

from pymongo import UpdateOne

from chat.actions.read_markers import advance_marker
from chat.actors.actor import Actor
from chat.models import Marker, Membership
from chat.queries.bans import banned_among
from chat.queries.room_state import room_state
from chat.realtime.room import LiveRoom
from chat.storage import collections, member_counts, notice_log
from chat.storage.batching import Batcher
from chat.storage.transaction import together

Written = tuple[str, Actor, int]  # the room, who wrote, and the seq of it


async def join_as_writer(actor: Actor, room: LiveRoom, seq: int) -> None:
    """Becomes a member, for whom what stands below their message, `seq`, is not new; nothing for a member.

    Of those who write at about the same time, in whichever rooms, all are looked up together, and those of a
    room are stored together: a hundred newcomers cost about as much as one.
    """
    hub = room.hub
    if hub.joins is None:
        hub.joins = Batcher(_join)
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
    new: dict[Written, bool] = {}
    for room, newcomers in groupby(_without_members(first.values()), key=lambda each: each[0]):
        joined = together(partial(_add, room, list(newcomers)))
        if joined:  # not in the transaction, which would be in the way of all other notices
            member_counts.add(room, len(joined))
            notice_log.append(notice_log.MEMBERS, room=room, users=[actor.id for _, actor, _ in joined])
        new |= dict.fromkeys(joined, True)
    return new


def _without_members(written: Iterable[Written]) -> list[Written]:
    """Those who are no members, by room. One query for as many rooms as there are."""
    by_room = sorted(written, key=lambda each: each[0])
    rooms = {room: [actor.key for _, actor, _ in each] for room, each in groupby(by_room, key=lambda e: e[0])}
    members = collections.collection(Membership._meta.db_table)
    wanted = {"$or": [{"room": room, "user": {"$in": keys}} for room, keys in rooms.items()]}
    found = members.find(wanted, {"room": 1, "user": 1, "_id": 0}, session=collections.session())
    known = {(member["room"], member["user"]) for member in found}
    return [each for each in by_room if (each[0], each[1].key) not in known]


def _add(room: str, written: list[Written]) -> list[Written]:
    """In a transaction: those who may, and who have not become members meanwhile.

    To whom the room is closed without a membership, they had one when they wrote: it has ended since.
    """
    state = room_state(room)
    if state is None or state.archived:
        return []
    found = [each for each in _without_members(written) if not state.is_closed_to(each[1])]
    banned = banned_among(room, [actor.id for _, actor, _ in found])
    new = [each for each in found if each[1].trusted or each[1].id not in banned]
    if new:
        Membership.objects.bulk_create(Membership(room_id=room, user_id=actor.uuid) for _, actor, _ in new)
        markers = collections.collection(Marker._meta.db_table)
        markers_ahead = [
            UpdateOne(*advance_marker(actor.key, room, seq - 1), upsert=True) for _, actor, seq in new
        ]
        markers.bulk_write(markers_ahead, ordered=False, session=collections.session())
    return new
