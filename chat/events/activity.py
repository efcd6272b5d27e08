"""What events change in the counts of unread messages, the same for everyone (no I/O)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from msgspec import UNSET, Struct, UnsetType, field

from chat.events.base import WireEvent, encode
from chat.events.change import Change
from chat.events.message import Message

MOST = 100  # up to which anything is counted; also the entries of one frame
EVERYONE = "*"


class Entry(Struct, gc=False):
    """A message that was posted, deleted or restored, as an `activity` frame names it.

    `by`: the seq of the deletion or restoration. `for_`: whom the message mentions. `thread`, `also`: as the
    message has them.
    """

    seq: int
    author: str
    by: int | UnsetType = UNSET
    for_: list[str] | UnsetType = field(default=UNSET, name="for")
    thread: int | UnsetType = UNSET
    also: bool | UnsetType = UNSET

    @property
    def is_shown(self) -> bool:
        """Does the room show it, and not its thread alone?"""
        return self.thread is UNSET or self.also is True

    def is_for(self, user: str) -> bool:
        return self.for_ is not UNSET and (user in self.for_ or EVERYONE in self.for_)


class CountChange(NamedTuple):
    """`at`: the seq of the event that makes it; `step`: what it adds to the count of the message."""

    at: int
    step: int
    entry: Entry | None  # None: whose message it is was not stored, by an instance of an older version
    is_new: bool


def count_change(event: WireEvent) -> CountChange | None:
    """What an event changes in counts; None where it changes none."""
    if isinstance(event, Message):
        entry = Entry(event.seq, event.author.id, UNSET, event.mentions, event.thread, event.also)
        return CountChange(event.seq, 1, entry, is_new=True)
    if isinstance(event, Change) and event.stands is not None:
        return CountChange(event.seq, 1 if event.stands else -1, _of_change(event), is_new=False)
    return None


def _of_change(event: Any) -> Entry | None:
    if event.message_author is UNSET:
        return None
    said = event.message_author, event.seq, event.message_mentions
    return Entry(event.target, *said, event.thread, event.also)


class ThreadCount(NamedTuple):
    """A thread that somebody follows: its first message, how far they have read there, and how many replies
    of others above it stand. `also`: the seqs of those that the room shows as well, and so may count too;
    `also_for_me`: of these, what the room counts as for them. Both are empty where `unread` is MOST.
    """

    seq: int
    read: int
    unread: int = 0
    also: tuple[int, ...] = ()
    also_for_me: tuple[int, ...] = ()

    def after(self, entry: Entry, step: int, *, for_me: bool) -> "ThreadCount":
        """The same after a reply of somebody else was posted, deleted or restored. `for_me`: whether the room
        counts it so."""
        if entry.seq <= self.read:
            return self
        unread, also, also_for_me = _stepped(self.unread, step), self.also, self.also_for_me
        if unread >= MOST:
            return ThreadCount(self.seq, self.read, unread)
        if entry.also is True:
            also = _with(also, entry.seq, step)
            also_for_me = _with(also_for_me, entry.seq, step) if for_me else also_for_me
        return ThreadCount(self.seq, self.read, unread, also, also_for_me)

    def fields(self) -> dict[str, Any]:
        """What frames say of it."""
        also = {"also": self.also, "also_for_me": self.also_for_me}
        counted = {"seq": self.seq, "read": self.read, "unread": self.unread}
        return counted | {name: seqs for name, seqs in also.items() if seqs}


Threads = tuple[ThreadCount, ...]


class Counts(NamedTuple):
    """What of a room somebody has not read, up to `head`: of what the room shows, and in each thread that
    they follow. MOST stands for as many or more, and stays."""

    head: int
    read: int
    unread: int = 0
    for_me: int = 0
    threads: Threads = ()

    def after(self, changes: Iterable[CountChange], user: str, *, direct: bool) -> "Counts":
        """The same after these changes, in order; those up to the head are in it already. `user`: whose
        counts; `direct`: whether the room is a direct conversation, where everything is for everyone."""
        head, read, unread, for_me, threads = self
        for change in changes:
            if change.at <= head:
                continue
            head, entry = change.at, change.entry
            if entry is None or entry.author == user:
                continue
            is_for_me = direct or entry.is_for(user)
            if entry.thread is not UNSET and threads:
                threads = tuple(
                    each.after(entry, change.step, for_me=is_for_me) if each.seq == entry.thread else each
                    for each in threads
                )
            if entry.seq <= read or not entry.is_shown:
                continue
            unread = _stepped(unread, change.step)
            if is_for_me:
                for_me = _stepped(for_me, change.step)
        return Counts(head, read, unread, for_me, threads)


def _with(seqs: tuple[int, ...], seq: int, step: int) -> tuple[int, ...]:
    """In order, with `seq` or without it."""
    others = {each for each in seqs if each != seq}
    return tuple(sorted(others | {seq} if step > 0 else others))


def _stepped(count: int, step: int) -> int:
    return count if count >= MOST else max(0, count + step)


def activity_frame(room: str, after: int, head: int, at: str | None, changes: list[CountChange]) -> bytes:
    """The `activity` frame of the events above `after` up to `head`. `at`: of the newest message in it."""
    frame: dict[str, Any] = {"type": "activity", "room": room, "after": after, "head": head}
    if at is not None:
        frame["at"] = at
    if any(change.entry is None for change in changes):
        frame["after"] = head  # a client that is behind has missed something, and asks for the counts
    elif len(changes) > MOST:
        frame["more"] = True
    else:
        lists = {"new": [], "gone": [], "back": []}  # type: dict[str, list[Entry | None]]
        for change in changes:
            lists["new" if change.is_new else "gone" if change.step < 0 else "back"].append(change.entry)
        frame |= {name: entries for name, entries in lists.items() if entries}
    return encode(frame)
