"""How far somebody has read."""

from pymongo import ReturnDocument

from chat import store
from chat.access import enter
from chat.live import LiveRoom
from chat.models import Marker, User
from chat.person import Person
from chat.pool import in_thread


async def mark_read(user: User | Person, room_id: str, seq: int) -> int:
    """Everything up to `seq` is read: cut to the head, never back. Tells where the marker stands."""
    person = Person.of(user)
    return await mark(await enter(person, room_id), person, seq)


async def mark(room: LiveRoom, person: Person, seq: int) -> int:
    if seq > room.head:
        await room.catch_up()
    stands = await in_thread(_forward, person.key, room.id, min(seq, room.head))
    room.markers[person.id] = stands
    room.hub.relay.read(person.id, room.id, stands)
    return stands


def _forward(user: str, room: str, seq: int) -> int:
    """Moves the marker in one step, so that two sockets of one person cannot move it back."""
    markers = store.collection(Marker._meta.db_table)
    kept = markers.find_one_and_update(
        {"user": user, "room": room},
        {"$max": {"seq": seq}, "$setOnInsert": {"_id": Marker().pk.hex}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return int(kept["seq"])
