"""What people do with their list. Functions block."""

from datetime import datetime

from chat.actors.actor import Actor
from chat.for_you import live
from chat.for_you.stored import entries, key_of


def mark_opened(actor: Actor, room_id: str, seq: int) -> None:
    """An entry of their own is read. Nothing happens where they have none for this message."""
    key = {"_id": key_of(actor.key, room_id, seq), "read": False}
    if entries().update_one(key, {"$set": {"read": True}}).modified_count:
        live.announce([actor.id])


def mark_all_read(actor: Actor, upto: datetime) -> None:
    """Everything that is for them and was posted up to a moment is read."""
    wanted = {"user": actor.key, "gone": False, "read": False, "at": {"$lte": upto}}
    entries().update_many(wanted, {"$set": {"read": True}})
    live.announce([actor.id])
