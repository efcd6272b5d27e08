"""Pages of a room's log, as a fetch shows them. Functions block; see chat.storage.executor."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from msgspec import to_builtins

from chat.actors.actor import Actor
from chat.events import fold
from chat.events.base import WireEvent, encode
from chat.events.change import TextChange
from chat.events.documents import readable
from chat.events.message import Message
from chat.queries import changes
from chat.storage import event_log

PAGE_BYTES = 512 * 1024  # of JSON; a page of very long messages ends earlier


def shown(room: str, documents: list[event_log.Document]) -> list[WireEvent]:
    """A page as a fetch shows it: messages as they are now, the words of deleted ones gone."""
    page = readable(documents)
    messages = {event.seq for event in page if isinstance(event, Message)}
    messages |= {event.target for event in page if isinstance(event, TextChange)}
    return fold.as_now(page, changes.newest((room, seq) for seq in messages))


def shown_before(room: str, seq: int, limit: int) -> list[WireEvent]:
    """The newest `limit` messages below `seq` that the room shows, oldest first, as they are now."""
    return shown(room, event_log.shown_before(room, seq, limit))


def thread_before(room: str, thread: int, seq: int, limit: int) -> list[WireEvent]:
    """The first message of a thread, and the newest `limit` messages below `seq` that reply to it, oldest
    first, as they are now."""
    first = [document for document in [event_log.at(room, thread)] if document]
    return shown(room, first + event_log.thread_before(room, thread, seq, limit))


def messages_at(room: str, seqs: Iterable[int]) -> dict[int, Message]:
    """Of these seqs, the messages as they are now."""
    return {seq: message for (_room, seq), message in messages_of((room, seq) for seq in seqs).items()}


def messages_of(places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Message]:
    """The messages at these places (room, seq), as they are now. Two commands."""
    places = list(places)
    by_room: defaultdict[str, tuple[list[WireEvent], list[WireEvent]]] = defaultdict(lambda: ([], []))
    for event in readable(event_log.at_places(places)):
        by_room[event.room][0].append(event)
    for change in changes.newest(places):
        by_room[change.room][1].append(change)
    return {
        (room, event.seq): event
        for room, (said, done) in by_room.items()
        for event in fold.as_now(said, done)
        if isinstance(event, Message)
    }


def events_after(room: str, seq: int, limit: int) -> list[WireEvent]:
    """At most `limit` events beyond `seq`, oldest first, as a fetch shows them."""
    return shown(room, event_log.after(room, seq, limit))


def events_before(room: str, seq: int | None, limit: int) -> list[WireEvent]:
    """The newest `limit` events below `seq` (None: of all), oldest first, as a fetch shows them."""
    return shown(room, event_log.before(room, seq, limit))


def newest_page(room: str, limit: int) -> list[dict[str, Any]]:
    """The newest events as objects of the wire, oldest first."""
    return [to_builtins(event) for event in events_before(room, None, limit)]


def page_before(room: str, before: int, limit: int) -> list[dict[str, Any]]:
    """The events below `before` as objects of the wire, oldest first."""
    return [to_builtins(event) for event in events_before(room, before, limit)]


def page_after(room: str, after: int, limit: int) -> list[dict[str, Any]]:
    """The events beyond `after` as objects of the wire, oldest first."""
    return [to_builtins(event) for event in events_after(room, after, limit)]


def page_around(room: str, seq: int, limit: int) -> list[dict[str, Any]]:
    """A page with `seq` in its middle, as far as there are events on both sides of it."""
    return page_before(room, seq + limit // 2 + 1, limit)


def unread_seqs(actor: Actor, room: str, read: int, limit: int = 100) -> list[int]:
    """The oldest messages of others beyond `read` that are not deleted, at most `limit`."""
    while found := event_log.next_by_others(room, read, actor.key, limit):
        if standing := [seq for seq, is_deleted in found.items() if not is_deleted]:
            return standing
        read = max(found)
    return []


def cut_newest(bodies: list[bytes]) -> list[bytes]:
    """The newest of these JSON events that fit into a page; always one at least."""
    size, kept = 0, 0
    for body in reversed(bodies):
        size += len(body) + 1
        if kept and size > PAGE_BYTES:
            break
        kept += 1
    return bodies[len(bodies) - kept :]


def cut_oldest(bodies: list[bytes]) -> list[bytes]:
    """The oldest of these JSON events that fit into a page; always one at least."""
    return cut_newest(bodies[::-1])[::-1]


def bodies_of(events: Iterable[WireEvent]) -> list[bytes]:
    return [encode(event) for event in events]


def message_at(room_id: str, seq: int) -> dict[str, Any] | None:
    """A message as it is now, as an object of the wire; None where there is none."""
    found = events_before(room_id, min(seq, 2**53) + 1, 1)
    if not found or found[0].seq != seq or not isinstance(found[0], Message):
        return None
    return dict(to_builtins(found[0]))
