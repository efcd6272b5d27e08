"""Who may see a file: those who see the message that has it, and its owner while no message has.
Blocks. What one may not see is not there."""

import uuid

from chat.actors.actor import Actor
from chat.events.fold import deleted_by
from chat.files.claims import event_of
from chat.files.stored import Row, State, files
from chat.permissions import room_access
from chat.protocol.errors import Refused
from chat.queries import changes


def visible(actor: Actor, id: uuid.UUID) -> Row | None:
    """The file, if this person may see it now."""
    row = files().find_one({"_id": id.hex, "state": State.READY.value})
    if row is None:
        return None
    event = event_of(row)
    if event is None:
        is_free = not row["post"] or row["refused"]
        return row if is_free and row["owner"] == actor.key else None
    try:
        room_access.check_stored(actor, event["room"])
    except Refused:
        return None
    return None if is_deleted(event["room"], event["seq"]) else row


def is_deleted(room: str, seq: int) -> bool:
    """Is a message deleted now?"""
    return seq in deleted_by(changes.newest([(room, seq)]))
