"""Judges pending events at the head of their room's log: by their own rules, and by how often a message may
be changed."""

from pymongo.errors import PyMongoError

from chat.events.base import WireEvent
from chat.events.change import Change
from chat.events.documents import hyphened
from chat.events.message import Message
from chat.events.pending import PendingEvent
from chat.events.replies import Original
from chat.protocol.errors import Refused, forbidden, no_message, unavailable
from chat.queries import changes
from chat.realtime.appending import AppendableRoom
from chat.realtime.outcomes import answer, answer_repeat, refuse_open, stored_before
from chat.realtime.slow_mode import too_early
from chat.storage import event_log
from chat.storage.executor import in_log_thread
from chatsite.languages import filled

Verdicts = list[tuple[PendingEvent, Refused | int]]


async def judge(room: AppendableRoom, batch: list[PendingEvent]) -> None:
    """Settles those of the batch that may not be stored at the room's head, and those that change nothing."""
    while judged := [pending for pending in batch if pending.is_open and pending.is_judged]:
        head = room.head
        named = {seq for pending in judged if (seq := pending.event.named) is not None}
        try:
            await _stop(room, _by_rule(judged, await room.messages(named)))
            await _stop(room, await _by_thread(room, judged))
            await _stop(room, await _by_limit(room, judged))
            await _stop(room, await _by_room_limit(room, judged))
            await _stop(room, await _by_slow_mode(room, judged))
            await _stop(room, _by_rate(judged))
            await _note_originals(room, judged)
        except PyMongoError:
            refuse_open(judged, unavailable())
        # Others went on meanwhile. If that was about one of these messages, it is another one now. Nothing is
        # awaited between this look and the insert: what was judged is stored above the head that it was for.
        counted = {pending.event.kind for pending in judged if pending.room_limit is not None}
        if not room.changed_since(head, named, counted):
            return


async def _note_originals(room: AppendableRoom, judged: list[PendingEvent]) -> None:
    """Gives those that pass what they store of their messages as these were posted, which never changes."""
    changes = [
        pending.event
        for pending in judged
        if pending.is_open and isinstance(pending.event, Change) and pending.event.needs_original
    ]
    if not changes:
        return
    found = await in_log_thread(event_log.at_places, [(room.id, change.target) for change in changes])
    originals = {document["seq"]: document for document in found}
    for change in changes:
        if original := originals.get(change.target):
            mentions, thread = original.get("mentions") or [], original.get("thread")
            also = bool(original.get("also"))
            change.note_original(Original(hyphened(original["author"]), mentions, thread, also))


def _by_rule(batch: list[PendingEvent], messages: dict[int, Message]) -> Verdicts:
    """What the events' own rules say of the messages that they name."""
    named = [messages.get(pending.event.named or 0) for pending in batch]
    verdicts = [pending.judge(message) for pending, message in zip(batch, named, strict=True)]
    return [(p, verdict) for p, verdict in zip(batch, verdicts, strict=True) if verdict is not None]


async def _by_thread(room: AppendableRoom, batch: list[PendingEvent]) -> Verdicts:
    """The refusals of replies to what is no first message of a thread, and cannot be."""
    replies = [p for p in batch if p.is_open and isinstance(p.event, Message) and p.event.root is not None]
    if not replies:
        return []
    roots = await room.thread_roots({pending.event.root or 0 for pending in replies})
    return [(pending, no_message()) for pending in replies if pending.event.root not in roots]


async def _by_limit(room: AppendableRoom, batch: list[PendingEvent]) -> Verdicts:
    """The refusals of events whose message was changed too often."""
    return [
        (pending, forbidden(filled(limit.text, most=limit.most)))
        for pending in batch
        if pending.is_open
        and (limit := pending.limit) is not None
        and await _has_as_many(room, pending.event, limit.most)
    ]


async def _by_room_limit(room: AppendableRoom, batch: list[PendingEvent]) -> Verdicts:
    """The refusals of events that would leave something on more messages than a room may have with it."""
    refused: Verdicts = []
    counts: dict[str, int] = {}
    for pending in batch:
        limit, kind = pending.room_limit, pending.event.kind
        if not pending.is_open or limit is None:
            continue
        if kind not in counts:
            counts[kind] = len(await in_log_thread(changes.in_effect, room.id, kind))
        if counts[kind] >= limit.most:
            refused.append((pending, forbidden(filled(limit.text, most=limit.most))))
        else:
            counts[kind] += 1
    return refused


async def _by_slow_mode(room: AppendableRoom, batch: list[PendingEvent]) -> Verdicts:
    """The refusals of messages that come too early."""
    slowed = [pending for pending in batch if pending.is_open and pending.slow]
    return [(pending, no) for pending in slowed if (no := await too_early(room.id, pending)) is not None]


def _by_rate(batch: list[PendingEvent]) -> Verdicts:
    """The refusals of events of those who make too many."""
    return [
        (pending, pending.delayed) for pending in batch if pending.is_open and pending.delayed is not None
    ]


async def _has_as_many(room: AppendableRoom, event: WireEvent, most: int) -> bool:
    """Do so many events like this one name its message already? They are counted only where there are so many
    events behind it at all."""
    target = event.changed
    if target is None or room.head - target < most:
        return False
    return await in_log_thread(changes.count, room.id, event.kind, target, most) >= most


async def _stop(room: AppendableRoom, verdicts: Verdicts) -> None:
    """Answers what makes no event, unless its id made one before: then as at first."""
    if not verdicts:
        return
    known = await stored_before(room.id, [pending for pending, _ in verdicts])
    for pending, verdict in verdicts:
        if pending.id in known:
            answer_repeat(pending, room.id, known[pending.id])
        else:
            answer(pending, verdict)
