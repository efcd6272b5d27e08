"""For whom messages are, and why. Functions block."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from chat.for_you.models import ForYouEntry
from chat.models import Membership, Room
from chat.projections.registry import StoredEvent
from chat.queries.followed_threads import followers
from chat.storage import collections, event_log
from chat.text.mentions import EVERYONE

Reason = ForYouEntry.Reason
Place = tuple[str, int]  # a room and a seq
Rows = list[dict[str, Any]]


class Addressee(NamedTuple):
    """`user`: the key of an account."""

    event: StoredEvent
    user: str
    kind: str
    outside: bool


def recipients(messages: Sequence[StoredEvent]) -> list[Addressee]:
    """Each person whom one of these messages is for, once a message. Six commands at most."""
    conversations = _conversations({each.room for each in messages})
    answered = _authors([(e.room, e.document["reply_to"]) for e in messages if e.document.get("reply_to")])
    following = followers(
        [(e.room, e.document["thread"], e.seq) for e in messages if e.document.get("thread")]
    )
    named = {
        place: dict.fromkeys(following.get(place, ()), Reason.THREAD) | _named(e, conversations, answered)
        for e in messages
        if (place := (e.room, e.seq))
    }
    members = _members(messages, named)
    found = []
    for event in messages:
        kinds = named[event.room, event.seq]
        of_room = members[event.room]
        if EVERYONE in (event.document.get("mentions") or ()):
            kinds = {**dict.fromkeys(of_room, Reason.MENTION), **kinds}
        is_direct = event.room in conversations
        found += [
            Addressee(event, user, str(kind), not is_direct and user not in of_room)
            for user, kind in kinds.items()
            if user != event.author
        ]
    return found


def _named(
    event: StoredEvent, conversations: dict[str, list[str]], answered: dict[Place, str]
) -> dict[str, Reason]:
    """By user: in a conversation all of its people, elsewhere those who are mentioned, or answered; without
    those who follow its thread."""
    if event.room in conversations:
        return dict.fromkeys(conversations[event.room], Reason.DIRECT)
    author = answered.get((event.room, event.document.get("reply_to") or 0))
    kinds = {author: Reason.REPLY} if author else {}
    mentioned = [UUID(id).hex for id in event.document.get("mentions") or () if id != EVERYONE]
    return kinds | dict.fromkeys(mentioned, Reason.MENTION)


def _conversations(rooms: Iterable[str]) -> dict[str, list[str]]:
    """The people of those of these rooms that are direct conversations."""
    wanted = {"_id": {"$in": list(rooms)}, "kind": Room.Kind.DIRECT.value}
    found = collections.collection(Room._meta.db_table).find(wanted, {"people": 1})
    return {doc["_id"]: (doc.get("people") or "").split(",") for doc in found}


def _authors(places: list[Place]) -> dict[Place, str]:
    """Who wrote the messages at these places."""
    return {(doc["room"], doc["seq"]): doc["author"] for doc in event_log.at_places(places)}


def _members(messages: Sequence[StoredEvent], named: dict[Place, dict[str, Reason]]) -> dict[str, set[str]]:
    """By room: of those who are named in it, the members; all members where everyone is mentioned."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    everyone = set()
    for event in messages:
        wanted[event.room] |= named[event.room, event.seq].keys()
        if EVERYONE in (event.document.get("mentions") or ()):
            everyone.add(event.room)
    branches: Rows = [{"room": room} for room in everyone]
    branches += [
        {"room": room, "user": {"$in": sorted(users)}}
        for room, users in wanted.items()
        if users and room not in everyone
    ]
    members: defaultdict[str, set[str]] = defaultdict(set)
    if branches:
        memberships = collections.collection(Membership._meta.db_table)
        for doc in memberships.find({"$or": branches}, {"_id": 0, "room": 1, "user": 1}):
            members[doc["room"]].add(doc["user"])
    return members
