"""How far somebody has read."""

from typing import Any

from pymongo import ReturnDocument

from chat.actors.actor import Actor
from chat.models import FollowedThread, Marker, User
from chat.permissions.room_access import enter
from chat.realtime.room import LiveRoom
from chat.storage import collections
from chat.storage.executor import in_thread


async def mark_read(user: User | Actor, room_id: str, seq: int) -> int:
    """Everything up to `seq` is read: cut to the head, never back. Returns where the marker is."""
    actor = Actor.of(user)
    stands, _ = await mark(await enter(actor, room_id), actor, seq)
    return stands


async def mark_unread(user: User | Actor, room_id: str, seq: int) -> int:
    """Everything beyond `seq` is unread again. Returns where the marker is."""
    actor = Actor.of(user)
    stands, _ = await mark(await enter(actor, room_id), actor, seq, back=True)
    return stands


async def mark(room: LiveRoom, actor: Actor, seq: int, *, back: bool = False) -> tuple[int, bool]:
    """The same in a live room; returns also whether the marker moved. `back`: it is set to `seq` even where
    they had read further."""
    if seq > room.head:
        await room.catch_up()
    if not room.head:
        return 0, False
    stood, stands = await in_thread(_move, actor.key, room.id, min(seq, room.head), back)
    room.read_upto(actor.id, stands, back=back)
    if stands != stood:
        room.hub.bus.read(actor.id, room.id, stands, back)
        room.hub.watch_counts.moved(actor.id, room.id, stands)
    return stands, stands != stood


async def mark_thread(room: LiveRoom, actor: Actor, thread: int, seq: int, *, back: bool = False) -> None:
    """Every reply up to `seq` is read in a thread that they follow; nothing happens in another one. `back`:
    the marker is set to `seq` even where they had read further."""
    if seq > room.head:
        await room.catch_up()
    if await in_thread(_move_in_thread, actor.key, room.id, thread, min(seq, room.head), back):
        room.hub.bus.threads(actor.id, room.id)
        room.hub.watch_counts.threads_changed(actor.id, room.id)


def _move_in_thread(user: str, room: str, thread: int, seq: int, back: bool) -> bool:
    """Has the marker moved?"""
    change = {"$set": {"read": seq}} if back else {"$max": {"read": seq}}
    rows = collections.collection(FollowedThread._meta.db_table)
    return rows.update_one({"user": user, "room": room, "thread": thread}, change).modified_count > 0


def advance_marker(user: str, room: str, seq: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Filter and change of an upsert that moves a marker to `seq`, never back."""
    return _moved(user, room, {"$max": {"seq": seq}})


def _moved(user: str, room: str, change: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"user": user, "room": room}, {**change, "$setOnInsert": {"_id": Marker().pk.hex}}


def _move(user: str, room: str, seq: int, back: bool) -> tuple[int, int]:
    """Where the marker stood and stands; moved in one step, so that the last one who moves it decides."""
    upsert = _moved(user, room, {"$set": {"seq": seq}}) if back else advance_marker(user, room, seq)
    markers = collections.collection(Marker._meta.db_table)
    kept = markers.find_one_and_update(*upsert, upsert=True, return_document=ReturnDocument.BEFORE)
    stood = int(kept["seq"]) if kept else 0
    return stood, seq if back else max(stood, seq)
