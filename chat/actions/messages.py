"""Adding events to a room's log: saying something, and what may be done with a message.

`submit` needs no waiting: it checks what this process knows and hands a pending event to the room's writer,
in the order of the calls; `done` is called when it is settled. The others wait for that, and return its seq.
"""

from collections.abc import Callable, Sequence
from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chat.actions.audit import record_event
from chat.actions.followed_threads import follow_by_reply
from chat.actions.writers import join_as_writer
from chat.actors.actor import Actor
from chat.events.base import WireEvent
from chat.events.change import TextChange
from chat.events.delete import Delete
from chat.events.documents import readable
from chat.events.edit import Edit
from chat.events.files import AttachedFile, file_ids
from chat.events.message import Message, PostRequest, mentioned
from chat.events.pending import PendingEvent, awaited
from chat.events.pin import Pin
from chat.events.reaction import Reaction
from chat.events.restore import Restore
from chat.models import User
from chat.permissions.room_access import archived, check, enter, may_mention_everyone, may_moderate
from chat.permissions.room_policy import may_not, slow_mode
from chat.protocol.errors import Refused, unavailable
from chat.queries import changes
from chat.realtime.room import LiveRoom
from chat.storage import attached_files, event_log
from chat.storage.executor import in_thread

Done = Callable[[PendingEvent], None]


def submit(room: LiveRoom, actor: Actor, event: WireEvent, done: Done, reason: str = "") -> None:
    """Adds an event of the actor's to the room's log, if its kind lets it pass.

    What is moderation is in the audit log, with its reason, before `done` is called. Raises Refused.
    """
    if room.hub.draining:
        raise unavailable(_("This server is shutting down. Send it again in a moment."), 3.0)
    check(actor, room)
    barred, delayed = _barred(room, actor, event)
    pending = PendingEvent(
        event, actor, reason=reason, barred=barred, delayed=delayed, done=partial(_settled, room, done)
    )
    _note_rights(room, actor, pending)
    room.writer.submit(pending)


def _note_rights(room: LiveRoom, actor: Actor, pending: PendingEvent) -> None:
    """What the rules of its kind ask for, where they ask: most messages are just stored."""
    event, state = pending.event, room.state
    if event.is_judged:
        pending.moderator = may_moderate(actor, state)
        pending.limit, pending.room_limit = event.limit(settings), event.room_limit(settings)
    if event.is_post:
        pending.slow = slow_mode(actor, state)
    if event.naming:
        pending.mentions_everyone = may_mention_everyone(actor, state)


def _barred(room: LiveRoom, actor: Actor, event: WireEvent) -> tuple[Refused | None, Refused | None]:
    """Why it may not pass: the rights of its author first, then its text; and the rate, which is looked at
    last of all. Not raised: what is in the log already under its id still gets its first answer."""
    barred = archived(actor, room.state) or may_not(actor, room.state, event.allowed_by)
    delayed = None
    cost = event.cost()
    try:
        event.prepare(room.longest_text)
    except Refused as refusal:
        barred = barred or refusal
    if not actor.trusted:
        try:
            room.hub.posts.take(actor.id, cost)
        except Refused as refusal:
            delayed = refusal
    return barred, delayed


def _settled(room: LiveRoom, done: Done, pending: PendingEvent) -> None:
    event, actor = pending.event, pending.actor
    if pending.moderation is not None and pending.is_stored:
        room.hub.spawn(_record(room, done, pending))
    elif _is_new_reply(pending):
        room.hub.spawn(_follow(room, done, pending))
    else:
        done(pending)
    if event.joins and not actor.trusted and actor.id not in room.writers and pending.is_stored:
        room.writers[actor.id] = None
        room.hub.spawn(join_as_writer(actor, room, pending.seq or 0))


def _is_new_reply(pending: PendingEvent) -> bool:
    """Not one that was stored before under its id, which may have been another."""
    event = pending.event
    return isinstance(event, Message) and event.root is not None and event.seq == pending.seq


async def _follow(room: LiveRoom, done: Done, pending: PendingEvent) -> None:
    """Who is told that the reply is stored follows the thread by then."""
    try:
        if isinstance(pending.event, Message):
            await follow_by_reply(room, pending.actor, pending.event)
    finally:
        done(pending)


async def _record(room: LiveRoom, done: Done, pending: PendingEvent) -> None:
    try:
        await in_thread(record_event, room.id, pending.seq or 0)
    finally:
        done(pending)


async def post(
    user: User | Actor,
    room_id: str,
    id: str,
    text: str,
    reply_to: int | None = None,
    thread: int | None = None,
    also: bool = False,
    files: Sequence[str] = (),
) -> int:
    """Says something. `reply_to`: the seq of a message, deleted or not. `thread`: in the thread of this one;
    `also`: the room shows it as well. `files`: ids of own uploads."""
    actor = Actor.of(user)
    room = await enter(actor, room_id)
    said = PostRequest(
        id=id,
        room=room_id,
        text=text,
        reply_to=reply_to,
        thread=thread,
        also=also,
        files=file_ids(files) or None,
    )
    seq = await _add(room, actor, said.event(actor.author))
    if not actor.trusted:
        await join_as_writer(actor, room, seq)  # so that the next page shows it
    return seq


async def edit(user: User | Actor, room_id: str, id: str, seq: int, text: str) -> int:
    """Another text for one's own message."""
    actor = Actor.of(user)
    room = await enter(actor, room_id)
    return await _add(room, actor, Edit(room=room_id, id=id, author=actor.author, target=seq, text=text))


async def delete(user: User | Actor, room_id: str, id: str, seq: int, reason: str = "") -> int:
    """Deletes one's own message or, for a moderator, anyone's. Already deleted: that seq again."""
    actor = Actor.of(user)
    room = await enter(actor, room_id)
    return await _add(room, actor, Delete(room=room_id, id=id, author=actor.author, target=seq), reason)


async def react(user: User | Actor, room_id: str, id: str, seq: int, emoji: str, on: bool) -> int:
    """Puts a reaction to a message, or takes it back. Nothing changes: the message's rev."""
    actor = Actor.of(user)
    room = await enter(actor, room_id)
    reaction = Reaction(room=room_id, id=id, author=actor.author, target=seq, emoji=emoji, on=on)
    return await _add(room, actor, reaction)


async def pin(user: User | Actor, room_id: str, id: str, seq: int, on: bool) -> int:
    """Pins a message, or unpins it. Nothing changes: the message's rev."""
    actor = Actor.of(user)
    room = await enter(actor, room_id)
    return await _add(room, actor, Pin(room=room_id, id=id, author=actor.author, target=seq, on=on))


async def restore(user: User | Actor, room_id: str, id: str, seq: int, reason: str = "") -> int:
    """A moderator takes a deletion back: the message has the text again that it had before."""
    actor = Actor.of(user)
    room = await enter(actor, room_id)
    restored = Restore(room=room_id, id=id, author=actor.author, target=seq, text="")
    if (last := await in_thread(_last_text, room_id, seq)) is not None:
        restored.text = last.text
        restored.mention(mentioned(last))
    if files := await in_thread(_kept_files, room_id, seq):
        restored.files = files
    return await _add(room, actor, restored, reason)


async def _add(room: LiveRoom, actor: Actor, event: WireEvent, reason: str = "") -> int:
    done, seq = awaited()
    submit(room, actor, event, done, reason)
    return await seq


def _last_text(room: str, seq: int) -> Message | TextChange | None:
    """What brought the text that a message has, or had before it was deleted; None where there is no
    message."""
    places = [(room, seq)]
    events = [*readable(event_log.at_places(places)), *changes.newest(places)]
    texts = [event for event in events if isinstance(event, Message | TextChange)]
    return texts[-1] if texts else None


def _kept_files(room: str, seq: int) -> list[AttachedFile]:
    """The files that a message was posted with, as far as they are still there."""
    posted = [event for event in readable(event_log.at_places([(room, seq)])) if isinstance(event, Message)]
    return attached_files.kept(posted[0].files or []) if posted else []


__all__ = ["Refused", "delete", "edit", "pin", "post", "react", "restore", "submit"]
