"""A page of a room's log as rows for the template: days, the unread line, messages. No I/O.

static/js/timeline/rows.js draws the same from the same events, once the page is live.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from chat.markdown import mentions

JOINED = timedelta(minutes=5)  # one person's messages within this stand under one face
Wire = dict[str, Any]


@dataclass(slots=True)
class Reply:
    """The message that another one answers; without `author` when it is not on this page."""

    seq: int
    author: Wire | None = None
    words: str = ""


@dataclass(slots=True)
class Message:
    seq: int
    author: Wire
    at: datetime
    html: str
    first: bool
    deleted: bool
    edited: bool
    for_me: bool
    reply: Reply | None
    taken_back: str = ""  # by whom, in a sentence
    reactions: list[dict[str, Any]] = field(default_factory=list)
    badge: str = ""  # owner, moderator, staff
    kind: str = "message"


def rows(events: list[Wire], username: str, read: int, badges: dict[str, str]) -> list[Any]:
    """Days (dates), "since" lines (their time) and messages, oldest first. `badges`: chat.queries.badges.

    `username` is the reader's, `read` how far they have read: the line stands above the first message of
    somebody else beyond it, unless it would be above everything.
    """
    messages = [event for event in events if event["kind"] == "message"]
    removers = {event["target"]: event["author"] for event in events if event["kind"] == "delete"}
    by_seq = {event["seq"]: event for event in messages}
    found: list[Any] = []
    before: Message | None = None
    line = unread_from(messages, username, read)
    for event in messages:
        message = shown(event, username, by_seq)
        message.badge = badges.get(message.author["id"], "")
        if message.deleted:
            message.taken_back = taken_back(message.author, removers.get(message.seq), username)
        if before is None or before.at.date() != message.at.date():
            found.append({"kind": "day", "at": message.at})
            before = None
        if message.seq == line:
            found.append({"kind": "since", "at": message.at})
            before = None
        message.first = not joins(before, message)
        found.append(message)
        before = message
    return found


def unread_from(messages: list[Wire], username: str, read: int) -> int | None:
    """The seq of the first message that somebody else wrote beyond `read`; None without a mark to go by."""
    if not read:
        return None
    new = (m["seq"] for m in messages if m["seq"] > read and m["author"]["username"] != username)
    return next(new, None)


def joins(before: Message | None, message: Message) -> bool:
    return (
        before is not None
        and before.author["id"] == message.author["id"]
        and message.at - before.at < JOINED
        and message.reply is None
        and before.deleted == message.deleted
    )


def shown(event: Wire, username: str, by_seq: dict[int, Wire]) -> Message:
    html = event["html"]
    return Message(
        seq=event["seq"],
        author=event["author"],
        at=datetime.fromisoformat(event["at"]),
        html=lit(html, username),
        first=True,
        deleted=bool(event.get("deleted")),
        edited=bool(event.get("edited")),
        for_me=mentions(html, username) and event["author"]["username"] != username,
        reply=reply(event["reply_to"], by_seq),
        reactions=reactions(event.get("reactions") or {}, username),
    )


def taken_back(author: Wire, remover: Wire | None, username: str) -> str:
    """Who deleted a message, as far as this page tells."""
    if remover is None:
        return "This message was taken back."
    if remover["id"] != author["id"]:
        return "A moderator removed this message."
    if author["username"] == username:
        return "You took this message back."
    return f"{author['name'].split()[0]} took this message back."


def lit(html: str, username: str) -> str:
    """The mentions of the reader get the lamp."""
    mine = re.compile(rf'class="mention" (data-username="{re.escape(username)}")', re.IGNORECASE)
    return mine.sub(r'class="mention mention--me" \1', html)


def reply(seq: int | None, by_seq: dict[int, Wire]) -> Reply | None:
    if seq is None:
        return None
    answered = by_seq.get(seq)
    if answered is None:
        return Reply(seq)
    return Reply(
        seq, answered["author"], "taken back" if answered.get("deleted") else words(answered["html"])
    )


def words(html: str) -> str:
    """The beginning of a message in one line, without its marks."""
    bare = re.sub(r"<[^>]+>", "", re.sub(r"<(?:br|/p|/li|/pre|/blockquote)>", " ", html))
    return " ".join(unescape(bare).split())[:200]


def reactions(by_emoji: dict[str, Iterable[str]], username: str) -> list[dict[str, Any]]:
    """Chips: emoji, how many, whether the reader is among them, who."""
    return [
        {"emoji": emoji, "count": len(users), "mine": username in users, "names": ", ".join(users)}
        for emoji, users in ((emoji, list(names)) for emoji, names in by_emoji.items())
    ]
