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
    stands, _ = await mark(await enter(person, room_id), person, seq)
    return stands


async def mark(room: LiveRoom, person: Person, seq: int) -> tuple[int, bool]:
    """The same in a live room; tells also whether the marker moved."""
    if seq > room.head:
        await room.catch_up()
    stood, stands = await in_thread(_forward, person.key, room.id, min(seq, room.head))
    room.read_upto(person.id, stands)
    if stands > stood:
        room.hub.relay.read(person.id, room.id, stands)
    return stands, stands > stood


def _forward(user: str, room: str, seq: int) -> tuple[int, int]:
    """Where the marker stood and stands; moved in one step, so that nobody can move it back."""
    markers = store.collection(Marker._meta.db_table)
    kept = markers.find_one_and_update(
        {"user": user, "room": room},
        {"$max": {"seq": seq}, "$setOnInsert": {"_id": Marker().pk.hex}},
        upsert=True,
        return_document=ReturnDocument.BEFORE,
    )
    stood = int(kept["seq"]) if kept else 0
    return stood, max(stood, seq)
