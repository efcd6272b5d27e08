"""Keeping a message, and keeping it no longer."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pymongo.errors import DuplicateKeyError

from chat.actors.actor import Actor
from chat.events.base import encode
from chat.kept.stored import kept_messages, key_of
from chat.models import Membership, User
from chat.permissions.room_access import enter
from chat.protocol.errors import forbidden, no_message
from chat.queries import timeline
from chat.realtime import hub as hubs
from chat.realtime.room import LiveRoom
from chat.storage.executor import in_thread
from chatsite.languages import filled


async def keep(user: User | Actor, room_id: str, seq: int, on: bool) -> None:
    """Keeps a message of a room that they belong to, for themselves; or, where they may see the room, keeps
    it no longer. Raises Refused."""
    actor = Actor.of(user)
    await change(await enter(actor, room_id), actor, seq, on)


async def change(room: LiveRoom, actor: Actor, seq: int, on: bool) -> None:
    """The same in a live room. All of one's sockets are sent what has changed."""
    if not actor.trusted:
        room.hub.posts.take(actor.id)
    if not await in_thread(_store if on else _forget, actor, room.id, seq):
        return
    body = encode({"type": "kept", "room": room.id, "seq": seq, "on": on})
    hubs.current().show_own([actor.id], body)


def _store(actor: Actor, room: str, seq: int) -> bool:
    """Was it not kept before?"""
    if not Membership.objects.filter(room=room, user=actor.uuid).exists():
        raise forbidden(_("Join the room first."))
    message = timeline.messages_at(room, [seq]).get(seq)
    if message is None or message.is_deleted:
        raise no_message()
    most = settings.WICK_KEPT
    if kept_messages().count_documents({"user": actor.key}, limit=most) >= most:
        raise forbidden(filled(_("You can keep %(most)d messages at most. Remove some first."), most=most))
    key = key_of(actor.key, room, seq)
    made = {"_id": key, "user": actor.key, "room": room, "seq": seq, "at": datetime.now(UTC)}
    try:
        kept_messages().insert_one(made)
    except DuplicateKeyError:
        return False
    return True


def _forget(actor: Actor, room: str, seq: int) -> bool:
    """Was it kept before?"""
    return bool(kept_messages().delete_one({"_id": key_of(actor.key, room, seq)}).deleted_count)
