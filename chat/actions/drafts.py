"""What somebody has begun to write and not posted: kept for all of their devices."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from chat.actors.actor import Actor
from chat.events.base import encode
from chat.events.documents import moment
from chat.models import Draft, User
from chat.permissions.room_access import enter
from chat.protocol.errors import too_long
from chat.queries.drafts import draft_fields
from chat.realtime.room import LiveRoom
from chat.storage import collections
from chat.storage.executor import in_thread

MOST = 200  # drafts of one person; beyond, the oldest one is dropped


async def keep_draft(user: User | Actor, room_id: str, thread: int | None, text: str) -> dict[str, Any]:
    """Keeps a text that was begun, in place of the one before; an empty one is forgotten. Returns it as the
    wire has it."""
    actor = Actor.of(user)
    return await keep(await enter(actor, room_id), actor, thread, text)


async def keep(room: LiveRoom, actor: Actor, thread: int | None, text: str) -> dict[str, Any]:
    """The same in a live room. Other processes are sent it."""
    text = text.replace("\0", "").replace("\r\n", "\n")
    if len(text) > settings.WICK_TEXT:
        raise too_long(len(text), settings.WICK_TEXT)
    if not actor.trusted:
        room.hub.posts.take(actor.id)
    at = datetime.now(UTC)
    await in_thread(_store if text.strip() else _forget, actor, room.id, thread or 0, text, at)
    draft = {"type": "draft", "room": room.id, **draft_fields(thread or 0, text, moment(at))}
    room.hub.bus.draft(actor.id, encode(draft))
    return draft


def _store(actor: Actor, room: str, thread: int, text: str, at: datetime) -> None:
    drafts = collections.collection(Draft._meta.db_table)
    place = {"user": actor.key, "room": room, "thread": thread}
    begun = {"$set": {"text": text, "at": at}, "$setOnInsert": {"_id": Draft().pk.hex}}
    stored = drafts.update_one(place, begun, upsert=True)
    if stored.upserted_id is not None:
        oldest = drafts.find({"user": actor.key}, {"_id": 1}).sort("at", -1).skip(MOST).limit(MOST)
        if dropped := [doc["_id"] for doc in oldest]:
            drafts.delete_many({"_id": {"$in": dropped}})


def _forget(actor: Actor, room: str, thread: int, text: str, at: datetime) -> None:
    place = {"user": actor.key, "room": room, "thread": thread}
    collections.collection(Draft._meta.db_table).delete_one(place)
