"""Changing what a room is: its title, topic, kind and policy, and whether it is archived.

The change is an event of the room's log first, and follows from there into the row of the room. So the
log shows the room as it is, and a row that a process left behind is brought up to date by the next one
(`apply`, which `verify_log --fix` calls too).
"""

import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, structs

from chat.actions.audit import record
from chat.actors.actor import Actor
from chat.events.base import WireEvent
from chat.events.documents import readable
from chat.events.kinds import ROOM_CHANGE
from chat.events.pending import PendingEvent, awaited
from chat.events.room import RoomChange
from chat.models import Room
from chat.protocol.errors import not_found, unavailable
from chat.protocol.policy import Policy
from chat.realtime import hub as hubs
from chat.storage import event_log, notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together


async def change(
    actor: Actor, room_id: str, changes: dict[str, Any], *, audit: str = "", reason: str = ""
) -> bool:
    """Makes the event with these fields of chat.events.room.RoomChange, those that are not so already. Did
    anything change? Whether the actor may is for the caller to ask. `audit`: the action for the audit log."""
    changes = await in_thread(_new, room_id, changes)
    if not changes:
        return False
    event = RoomChange(room=room_id, id=str(uuid.uuid4()), author=actor.author, **changes)
    await append(actor, event, reason)

    def follow() -> None:
        _apply(room_id)
        if audit:
            record(actor, audit, room_id, reason=reason)

    await in_thread(together, follow)
    return True


async def append(actor: Actor, event: WireEvent, reason: str = "") -> int:
    """Adds an event that an action makes, for which the actor's rights have been checked, also to an archived
    room; its seq. `reason`: stored with it, and not announced."""
    hub = hubs.current()
    if hub.draining:
        raise unavailable(_("This server is shutting down. Try again in a moment."), 3.0)
    room = await hub.loader.room(event.room)
    done, seq = awaited()
    pending = PendingEvent(event, actor, done=done)
    if reason:
        pending.moderation = {"reason": reason[:250]}
    room.writer.submit(pending)
    return await seq


def apply(room_id: str) -> None:
    """Brings the row of a room up to the events of its log. Blocks."""
    together(partial(_apply, room_id))


def _apply(room_id: str) -> None:
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        return
    events = readable(event_log.of_room(room_id, ROOM_CHANGE, room.changed_by))
    if not events:
        return
    fields: dict[str, Any] = {}
    for event in events:
        if isinstance(event, RoomChange):
            fields |= fields_of(event)
    Room.objects.filter(pk=room_id).update(**fields, changed_by=events[-1].seq)
    notice_log.append(notice_log.ROOM, room=room_id)


def fields_of(event: RoomChange) -> dict[str, Any]:
    """What the row of the room holds after this event, of what the event changes."""
    fields: dict[str, Any] = {}
    for name, field in (("title", "title"), ("topic", "topic"), ("room_kind", "kind")):
        if (value := getattr(event, name)) is not UNSET:
            fields[field] = value
    if event.archived is not UNSET:
        fields["archived_at"] = datetime.fromisoformat(event.at) if event.archived else None
    if isinstance(event.policy, Policy):
        fields |= policy_fields(event.policy)
    return fields


def policy_fields(policy: Policy) -> dict[str, Any]:
    """The same of a policy."""
    return {f"policy_{name}": value for name, value in structs.asdict(policy).items()}


def _new(room_id: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Those of the changes that the room has not yet."""
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise not_found()
    now = {
        "title": room.title,
        "topic": room.topic,
        "room_kind": room.kind,
        "archived": room.is_archived,
        "policy": room.policy,
    }
    return {name: value for name, value in changes.items() if now[name] != value}
