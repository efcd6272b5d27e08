"""Saying something, and what may be done with what was said.

The `submit_` functions need no waiting: they check what this process knows and hand an entry to the
room's writer, in the order of the calls; `done` is called when it is settled. The others wait for that.
"""

from collections.abc import Callable

from django.conf import settings

from chat import fold, log
from chat.access import check, check_moderates, enter, may_moderate
from chat.actions.audit import record
from chat.entry import Entry, awaited
from chat.errors import Refused, forbidden, not_found, unavailable
from chat.events import DELETE, EDIT, MESSAGE, REACTION, RESTORE, WORDED, Event
from chat.live import LiveRoom
from chat.models import User
from chat.person import Person
from chat.pool import in_thread
from chat.protocol import clean

Done = Callable[[Entry], None]
NO_MESSAGE = "There is no such message here."


def submit_post(room: LiveRoom, person: Person, id: str, text: str, reply_to: int | None, done: Done) -> None:
    """A new message. `reply_to`: the seq of a message, deleted or not."""
    _admit(room, person)
    text = clean(text, settings.WICK_TEXT)
    rule = None if reply_to is None else _exists
    _submit(room, Entry(MESSAGE, id, person, text=text, reply_to=reply_to, rule=rule, done=done))


def submit_edit(room: LiveRoom, person: Person, id: str, seq: int, text: str, done: Done) -> None:
    """Another text for one's own message."""
    _admit(room, person)
    text = clean(text, settings.WICK_TEXT)

    def rule(message: Event | None) -> None:
        _own(_standing(message), person)

    _submit(room, Entry(EDIT, id, person, target=seq, text=text, rule=rule, done=done))


def submit_delete(room: LiveRoom, person: Person, id: str, seq: int, done: Done, reason: str = "") -> None:
    """Takes one's own message back, or, for a moderator, anyone's. Deleted already: that seq again.

    Somebody else's is moderation: the audit log keeps it, with its reason, before `done` hears of it.
    """
    _admit(room, person)
    moderates = may_moderate(person, room.state)
    moderated = ""  # the author, if it is somebody else's that stands until now

    def rule(message: Event | None) -> int | None:
        nonlocal moderated
        message = _there(message)
        if not moderates:
            _own(message, person)
        if fold.is_deleted(message):
            return int(message.rev or 0)
        moderated = message.author.id if message.author.id != person.id else ""
        return None

    async def keep(entry: Entry) -> None:
        try:
            await in_thread(record, person, "delete message", room.id, moderated, seq, reason)
        finally:
            done(entry)

    def settled(entry: Entry) -> None:
        if moderated and entry.refusal is None:
            room.hub.spawn(keep(entry))
        else:
            done(entry)

    _submit(room, Entry(DELETE, id, person, target=seq, rule=rule, done=settled))


def submit_react(room: LiveRoom, person: Person, id: str, seq: int, emoji: str, on: bool, done: Done) -> None:
    """Puts a reaction to a message, or takes it back. Nothing changes: the message's rev answers."""
    _admit(room, person)

    def rule(message: Event | None) -> int | None:
        message = _standing(message)
        changes = fold.has_reacted(message, person.username, emoji) != on
        return None if changes else int(message.rev or 0)

    _submit(room, Entry(REACTION, id, person, target=seq, emoji=emoji, on=on, rule=rule, done=done))


async def post(user: User | Person, room_id: str, id: str, text: str, reply_to: int | None = None) -> int:
    """Says something and tells its seq, once it is durable."""
    person = Person.of(user)
    room = await enter(person, room_id)
    done, seq = awaited()
    submit_post(room, person, id, text, reply_to, done)
    return await seq


async def edit(user: User | Person, room_id: str, id: str, seq: int, text: str) -> int:
    person = Person.of(user)
    room = await enter(person, room_id)
    done, stored = awaited()
    submit_edit(room, person, id, seq, text, done)
    return await stored


async def delete(user: User | Person, room_id: str, id: str, seq: int, reason: str = "") -> int:
    person = Person.of(user)
    room = await enter(person, room_id)
    done, stored = awaited()
    submit_delete(room, person, id, seq, done, reason)
    return await stored


async def react(user: User | Person, room_id: str, id: str, seq: int, emoji: str, on: bool) -> int:
    person = Person.of(user)
    room = await enter(person, room_id)
    done, stored = awaited()
    submit_react(room, person, id, seq, emoji, on, done)
    return await stored


async def restore(user: User | Person, room_id: str, id: str, seq: int, reason: str = "") -> int:
    """A moderator takes a deletion back: the message has the words again that it had before."""
    person = Person.of(user)
    room = await enter(person, room_id)
    check_moderates(person, room.state)
    text, author = await in_thread(_last_words, room_id, seq)
    done, stored = awaited()
    changes = False

    def rule(message: Event | None) -> int | None:
        nonlocal changes
        message = _there(message)
        changes = fold.is_deleted(message)
        return None if changes else int(message.rev or 0)

    _submit(room, Entry(RESTORE, id, person, target=seq, text=text, rule=rule, done=done))
    answer = await stored
    if changes:
        await in_thread(record, person, "restore message", room_id, author, seq, reason)
    return answer


# --- rules -----------------------------------------------------------------------------------------------


def _admit(room: LiveRoom, person: Person) -> None:
    """What comes before anything that makes an event."""
    if room.hub.draining:
        raise unavailable("This server is going away. Send it again in a moment.", 3.0)
    check(person, room.state)
    if not person.trusted:
        room.hub.posts.take(person.id)


def _submit(room: LiveRoom, entry: Entry) -> None:
    if room.state.archived and not entry.author.trusted:
        # As a rule, so that what was stored before the room was archived still gets its first answer.
        entry.rule = _refuse_archived
    room.writer.submit(entry)


def _refuse_archived(message: Event | None) -> None:
    raise forbidden("This room is archived: it can be read, but not changed.")


def _there(message: Event | None) -> Event:
    if message is None:
        raise not_found(NO_MESSAGE)
    return message


def _exists(message: Event | None) -> None:
    _there(message)


def _standing(message: Event | None) -> Event:
    message = _there(message)
    if fold.is_deleted(message):
        raise not_found(NO_MESSAGE)
    return message


def _own(message: Event, person: Person) -> None:
    if message.author.id != person.id:
        raise forbidden("This is somebody else's message.")


def _last_words(room: str, seq: int) -> tuple[str, str]:
    """The text that a message has, or had before it was deleted, and its author's id."""
    message = log.at(room, seq)
    if message is None or message["kind"] != MESSAGE:
        raise not_found(NO_MESSAGE)
    worded = [doc for doc in log.changes(room, [seq]) if doc["kind"] in WORDED]
    return (worded[-1] if worded else message)["text"], message["author"]


__all__ = [
    "Refused", "delete", "edit", "post", "react", "restore",
    "submit_delete", "submit_edit", "submit_post", "submit_react",
]  # fmt: skip
