"""What a message is now: a fold of the events that name it (no I/O).

The rules, which every client shares: an edit or a restore brings its text; a deletion empties the text
and takes the reactions away for good; a reaction is put or taken back under the user's name.
"""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import UNSET

from chat.events import DELETE, EDIT, MESSAGE, REACTION, RESTORE, Event


def apply(message: Event, change: Event) -> None:
    """Brings `message` forward by one event that names it. Repeats and older events do nothing."""
    if change.seq <= (message.rev or 0):
        return
    if change.kind == EDIT:
        message.text, message.html, message.edited = change.text, change.html, True
    elif change.kind == DELETE:
        message.text, message.html, message.deleted, message.reactions = "", "", True, UNSET
    elif change.kind == RESTORE:
        message.text, message.html, message.deleted = change.text, change.html, UNSET
    elif change.kind == REACTION:
        _react(message, change)
    else:
        return  # a kind of a newer version: it says nothing to us
    message.rev = change.seq


def _react(message: Event, change: Event) -> None:
    reactions = dict(message.reactions or {})
    who, emoji = change.author.username, str(change.emoji)
    users = [name for name in reactions.get(emoji, ()) if name != who]
    if change.on:
        users.append(who)
    if users:
        reactions[emoji] = users
    else:
        reactions.pop(emoji, None)
    message.reactions = reactions or UNSET


def fold(message: Event, changes: Iterable[Event]) -> Event:
    """A copy of `message` with `changes` (in order of seq) applied."""
    now = message.copy()
    for change in changes:
        apply(now, change)
    return now


def has_reacted(message: Event, username: str, emoji: str) -> bool:
    return bool(message.reactions) and username in message.reactions.get(emoji, ())  # type: ignore[union-attr]


def is_deleted(message: Event) -> bool:
    return message.deleted is True


def emptied(event: Event) -> Event:
    """What is fetched of an edit or a restore whose message is deleted."""
    return event.copy(text="", html="", deleted=True)


def as_now(page: Iterable[Event], changes: Iterable[Event]) -> list[Event]:
    """`page` as a fetch shows it: messages folded, the words of deleted messages gone.

    `changes` are all events that name a message which stands in `page` or is named by it, in order.
    """
    by_target: dict[int, list[Event]] = defaultdict(list)
    gone: dict[int, bool] = {}
    for change in changes:
        if isinstance(change.target, int):
            by_target[change.target].append(change)
            if change.kind in (DELETE, RESTORE):
                gone[change.target] = change.kind == DELETE
    shown = []
    for event in page:
        if event.kind == MESSAGE:
            shown.append(fold(event, by_target.get(event.seq, ())))
        elif event.kind in (EDIT, RESTORE) and gone.get(event.target):  # type: ignore[arg-type]
            shown.append(emptied(event))
        else:
            shown.append(event)
    return shown
