"""What somebody has begun to write. Functions block; see chat.storage.executor."""

from typing import Any

from chat.actors.actor import Actor
from chat.events.documents import moment
from chat.models import Draft


def drafts_of(actor: Actor, room: str) -> list[dict[str, Any]]:
    """Somebody's drafts in a room, as the wire has them. One command."""
    found = Draft.objects.filter(user=actor.uuid, room=room).order_by("thread")
    return [draft_fields(draft.thread, draft.text, moment(draft.at)) for draft in found]


def draft_of(document: dict[str, Any]) -> dict[str, Any]:
    """The same of a document."""
    return draft_fields(document["thread"], document["text"], moment(document["at"]))


def draft_fields(thread: int, text: str, at: str) -> dict[str, Any]:
    """A draft on the wire. `thread`: 0 for the room itself."""
    return {"thread": thread or None, "text": text, "at": at}
