"""Which threads people follow: by what they say there, or because they want to."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pymongo import UpdateOne
from pymongo.collection import Collection

from chat.actors.actor import Actor
from chat.events.message import Message
from chat.models import FollowedThread, Membership, Room, User
from chat.permissions.room_access import enter
from chat.protocol.errors import forbidden, no_message
from chat.queries.followed_threads import FOLLOWED
from chat.realtime.room import LiveRoom
from chat.storage import collections, event_log
from chat.storage.batching import Batcher
from chat.storage.event_log import Document
from chat.storage.executor import in_thread
from chat.text.mentions import EVERYONE

Follower = tuple[str, str]  # a room, and the key of an account


class NewReply(NamedTuple):
    """A reply that was stored. People by id; `author`: None where it is nobody who follows threads."""

    room: str
    thread: int
    seq: int
    author: str | None
    root_author: str
    mentions: tuple[str, ...]
    is_direct: bool


async def follow_thread(user: User | Actor, room_id: str, seq: int, on: bool) -> None:
    """Somebody wants to follow the thread of this message, or no longer."""
    actor = Actor.of(user)
    await follow(await enter(actor, room_id), actor, seq, on)


async def follow(room: LiveRoom, actor: Actor, seq: int, on: bool) -> None:
    """The same in a live room. What is there already is not new to them. Raises Refused."""
    if not actor.trusted:
        room.hub.posts.take(actor.id)
    if not await in_thread(_is_member, room.id, actor.uuid):
        raise forbidden(_("Join the room first."))
    if seq not in await room.thread_roots([seq]):
        raise no_message()
    await in_thread(_follow if on else _end, actor, room.id, seq, room.head)
    _announce(room, [actor.id])


def _is_member(room: str, user: UUID) -> bool:
    return Membership.objects.filter(room=room, user=user).exists()


def _follow(actor: Actor, room: str, thread: int, head: int) -> None:
    added = _rows().update_one(*_begun(actor.key, room, thread, head), upsert=True)
    if added.upserted_id is not None:
        _end_oldest([(room, actor.key)])


def _end(actor: Actor, room: str, thread: int, head: int) -> None:
    _rows().delete_one({"user": actor.key, "room": room, "thread": thread})


async def follow_by_reply(room: LiveRoom, actor: Actor, reply: Message) -> None:
    """Who has answered in a thread follows it, up to their reply; who is mentioned there does, and, from the
    first reply on, who wrote the thread's first message: up to just below it. In a direct conversation
    everyone does."""
    thread = reply.root or 0
    author = (await room.thread_roots([thread])).get(thread, "")
    mentions = tuple(user for user in reply.mentions or () if user != EVERYONE)
    who = None if actor.trusted else actor.id
    hub = room.hub
    if hub.replies is None:
        hub.replies = Batcher(_store)
    new = NewReply(room.id, thread, reply.seq, who, author, mentions, room.state.is_direct)
    _announce(room, await hub.replies.get(new) or [])


def _announce(room: LiveRoom, users: Iterable[str]) -> None:
    for user in users:
        room.hub.bus.threads(user, room.id)
        room.hub.watch_counts.threads_changed(user, room.id)


def _store(replies: list[NewReply]) -> dict[NewReply, list[str]]:
    """For each, whose followed threads have changed, by id. Three commands, and more for who follows too
    many. Blocks."""
    first = event_log.first_replies({(each.room, each.thread) for each in replies})
    people = _people_of({each.room for each in replies if each.is_direct})
    changes: list[tuple[NewReply, str, UpdateOne]] = []
    for each in replies:
        begun = set(each.mentions) | people.get(each.room, set())
        if first.get((each.room, each.thread)) == each.seq:
            begun.add(each.root_author)
        place = each.room, each.thread
        if each.author is not None:
            key, begun_here = _begun(UUID(each.author).hex, *place, each.seq)
            del begun_here["$setOnInsert"]["read"]
            answered = UpdateOne(key, {**begun_here, "$max": {"read": each.seq}}, upsert=True)
            changes.append((each, each.author, answered))
        for user in begun - {each.author, ""}:
            update = UpdateOne(*_begun(UUID(user).hex, *place, each.seq - 1), upsert=True)
            changes.append((each, user, update))
    if not changes:
        return {}
    outcome = _rows().bulk_write([change for *__, change in changes], ordered=False)
    new = set(outcome.upserted_ids or {})
    _end_oldest([(each.room, UUID(user).hex) for n, (each, user, __) in enumerate(changes) if n in new])
    changed: dict[NewReply, list[str]] = {}
    for n, (each, user, __) in enumerate(changes):
        if n in new or user == each.author:
            changed.setdefault(each, []).append(user)
    return changed


def _rows() -> Collection[Document]:
    return collections.collection(FollowedThread._meta.db_table)


def _begun(user: str, room: str, thread: int, read: int) -> tuple[Document, Document]:
    """Filter and change of an upsert: who follows it already goes on from where they are."""
    begun = {"_id": FollowedThread().pk.hex, "read": read, "since": read}
    return {"user": user, "room": room, "thread": thread}, {"$setOnInsert": begun}


def _people_of(rooms: set[str]) -> dict[str, set[str]]:
    """The people of these direct conversations, by id."""
    if not rooms:
        return {}
    found = Room.objects.filter(pk__in=rooms).values_list("pk", "people")
    return {room: {str(UUID(key)) for key in (people or "").split(",") if key} for room, people in found}


def _end_oldest(followers: list[Follower]) -> None:
    """Of those who follow more than FOLLOWED threads of a room now, the ones end whose newest replies are the
    oldest."""
    if not followers:
        return
    wanted = [{"room": room, "user": user} for room, user in set(followers)]
    rows = _rows().find({"$or": wanted}, {"_id": 0, "room": 1, "user": 1})
    counted = Counter((row["room"], row["user"]) for row in rows)
    for (room, user), count in counted.items():
        if count > FOLLOWED:
            _end_beyond(room, user)


def _end_beyond(room: str, user: str) -> None:
    threads = [row["thread"] for row in _rows().find({"room": room, "user": user}, {"thread": 1})]
    newest = event_log.newest_replies((room, thread) for thread in threads)
    threads.sort(key=lambda thread: newest.get((room, thread), thread), reverse=True)
    _rows().delete_many({"room": room, "user": user, "thread": {"$in": threads[FOLLOWED:]}})
