"""What somebody has not read in a room: messages of others that stand. Blocks."""

from dataclasses import dataclass

from chat import log
from chat.events import DELETE, RESTORE, WORDED
from chat.markdown import mentions, render
from chat.person import Person

MOST = 100  # messages that are counted; whoever shows the number says "99+"
LOOKED_AT = 1000  # newest events among which they are sought, since reactions and edits are events too


@dataclass(frozen=True, slots=True)
class Unread:
    """How many messages, and how many of them mention the reader."""

    count: int = 0
    for_me: int = 0


def unread(person: Person, room: str, read: int, head: int) -> Unread:
    """What stands between how far somebody has read and the room's head. Two queries; none if all is read."""
    if head <= read:
        return Unread()
    said = log.by_others(room, max(read, head - LOOKED_AT), person.key, MOST)
    standing = {doc["seq"]: doc["text"] for doc in said}
    for change in log.changes(room, list(standing), (*WORDED, DELETE)):
        if change["kind"] == DELETE:
            standing.pop(change["target"], None)
        elif change["kind"] == RESTORE or change["target"] in standing:
            standing[change["target"]] = change["text"]
    return Unread(len(standing), sum(_mentions(text, person.username) for text in standing.values()))


def _mentions(text: str, username: str) -> bool:
    """Rendered only where it may be so."""
    return f"@{username}".lower() in text.lower() and mentions(render(text), username)
