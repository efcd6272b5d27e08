"""The actions of tests.actions_process, by name. Arguments and results are JSON; accounts are given by id."""

import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

import pymongo
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone

from chat.accounts.identities import digest
from chat.actions import (
    accounts,
    announcements,
    conversations,
    memberships,
    messages,
    moderation,
    passwords,
    profiles,
    removal,
    rooms,
    tokens,
)
from chat.actions.drafts import keep_draft as keep
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.files import checking
from chat.models import AuditEntry, Marker, Membership, Room, Token, User
from chat.models.room import new_epoch
from chat.protocol.policy import Policy
from chat.queries import markers
from chat.queries.drafts import drafts_of
from chat.storage import notice_log
from chat.storage.collections import collection

sessions = import_module(settings.SESSION_ENGINE)
PASSWORD = "correct horse battery"


def migrate() -> None:
    call_command("migrate", verbosity=0)


# --- accounts -----------------------------------------------------------------------------------------------


def account(username: str, name: str = "", staff: bool = False) -> dict[str, Any]:
    """A new account with a token and a browser's session."""
    user = User(username=username, name=name, is_staff=staff)
    user.set_unusable_password()
    user.save(force_insert=True)
    made = {"id": str(user.pk), "username": username, "name": user.shown_name}
    return {**made, "token": token(made["id"]), "cookie": session(made["id"])}


def _user(id: str) -> User:
    return User.objects.get(pk=id)


def token(user: str) -> str:
    return async_to_sync(tokens.create)(system_account(), _user(user), days=1)


def expire(token: str, seconds: float) -> None:
    """The token is valid for so long from now on."""
    expires_at = timezone.now() + timedelta(seconds=seconds)
    Token.objects.filter(digest=digest(token)).update(expires_at=expires_at)


def revoke(token: str) -> bool:
    return async_to_sync(tokens.revoke)(system_account(), token)


def session(user: str, seconds: float = 3600) -> str:
    """A browser that signed in; the value of its cookie."""
    account = _user(user)
    store = sessions.SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.set_expiry(timezone.now() + timedelta(seconds=seconds))
    store.create()
    return str(store.session_key)


def sign_out(cookie: str) -> None:
    sessions.SessionStore(cookie).flush()


def change_password(user: str) -> None:
    account = _user(user)
    account.set_password("correct horse battery staple")
    account.save()


def set_password(user: str) -> str:
    """Gives them one, PASSWORD, and a session that knows it; the value of its cookie."""
    account = _user(user)
    account.set_password(PASSWORD)
    account.save()
    return session(user)


def change_own_password(user: str, cookie: str) -> str:
    """Over this session; the value of its cookie from then on."""
    store = sessions.SessionStore(cookie)
    async_to_sync(passwords.change_password)(_user(user), PASSWORD, "a quiet afternoon", store)
    return str(store.session_key)


def change_name(user: str, name: str) -> None:
    async_to_sync(accounts.change_name)(_user(user), name)


def change_username(user: str, username: str) -> None:
    account = _user(user)
    account.username = username
    account.save()


def delete_user(user: str) -> None:
    _user(user).delete()


def set_role(user: str, role: str) -> bool:
    return async_to_sync(accounts.set_role)(system_account(), user, User.Role(role))


def close_account(user: str) -> list[str]:
    return removal.delete_account(system_account(), user, "asked for", lambda done: None, with_messages=False)


def suspend(user: str) -> bool:
    return async_to_sync(moderation.suspend)(system_account(), user)


def unsuspend(user: str) -> bool:
    return async_to_sync(moderation.unsuspend)(system_account(), user)


# --- rooms --------------------------------------------------------------------------------------------------


def room(slug: str, owner: str, moderators: list[str] = [], banned: list[str] = []) -> str:  # noqa: B006
    made = async_to_sync(rooms.create)(Actor.of(_user(owner), trusted=True), slug)
    for moderator in moderators:
        async_to_sync(memberships.set_moderator)(_user(owner), made.pk, moderator, True)
    for other in banned:
        async_to_sync(moderation.ban)(_user(owner), made.pk, other)
    return str(made.pk)


def forget_members(room: str) -> None:
    """In no list any more, and nobody is told."""
    collection(Membership._meta.db_table).delete_many({"room": room})


def private_room(slug: str, owner: str, members: list[str] = []) -> str:  # noqa: B006
    by = Actor.of(_user(owner), trusted=True)
    made = async_to_sync(rooms.create)(by, slug, private=True)
    if members:
        async_to_sync(memberships.add)(by, made.pk, members)
    return str(made.pk)


def set_private(by: str, room: str, on: bool) -> bool:
    return async_to_sync(rooms.set_private)(_user(by), room, on)


def conversation(by: str, people: list[str]) -> str:
    """The direct conversation of these people and `by`, who opens it."""
    return str(async_to_sync(conversations.open_conversation)(_user(by), people).pk)


def add(by: str, room: str, people: list[str]) -> int:
    """How many became members?"""
    return len(async_to_sync(memberships.add)(_user(by), room, people))


def leave(user: str, room: str, successor: str | None = None) -> None:
    async_to_sync(memberships.leave)(_user(user), room, successor)


def new_rooms(users: list[str], count: int) -> list[str]:
    """Many rooms to which these people belong."""
    names = [f"r-{uuid.uuid4().hex[:12]}" for _ in range(count)]
    Room.objects.bulk_create(Room(id=name, slug=name) for name in names)
    Membership.objects.bulk_create(Membership(room_id=name, user_id=user) for name in names for user in users)
    return names


def rename_room(room: str, slug: str) -> None:
    Room.objects.filter(pk=room).update(slug=slug)
    notice_log.append(notice_log.ROOM, room=room)


def delete_room(room: str) -> int:
    return removal.delete_room(system_account(), room, "old", lambda done: None)


def archive(room: str, on: bool = True) -> bool:
    return async_to_sync(rooms.archive)(system_account(), room, on)


def describe(by: str, room: str, title: str = "", topic: str = "") -> bool:
    return async_to_sync(rooms.describe)(_user(by), room, title=title, topic=topic)


def set_policy(by: str, room: str, **policy: Any) -> bool:
    return async_to_sync(rooms.set_policy)(_user(by), room, Policy(**policy))


def change_epoch(room: str) -> str:
    """What a restored back-up does to a room: its epoch is another."""
    epoch = new_epoch()
    Room.objects.filter(pk=room).update(epoch=epoch)
    notice_log.append(notice_log.ROOM, room=room)
    return epoch


def ban(by: str, room: str, user: str) -> bool:
    return async_to_sync(moderation.ban)(_user(by), room, user)


def unban(by: str, room: str, user: str) -> bool:
    return async_to_sync(moderation.unban)(_user(by), room, user)


def moderate(by: str, room: str, user: str, on: bool = True) -> bool:
    """Makes a member a moderator."""
    return async_to_sync(memberships.set_moderator)(_user(by), room, user, on)


def kick(by: str, room: str, user: str) -> None:
    async_to_sync(moderation.kick)(_user(by), room, user)


# --- messages -----------------------------------------------------------------------------------------------


@async_to_sync
async def post(by: str, room: str, text: str = "hello", count: int = 1, thread: int | None = None) -> int:
    """Says something `count` times, in a thread where one is named; the last seq."""
    speaker = Actor.of(await User.objects.aget(pk=by), trusted=True)
    ids = [str(uuid.uuid4()) for _ in range(count)]
    seqs = [await messages.post(speaker, room, id, text, thread=thread) for id in ids]
    return seqs[-1]


@async_to_sync
async def reply(by: str, room: str, threads: list[int]) -> None:
    """Says something in each of these threads."""
    speaker = Actor.of(await User.objects.aget(pk=by), trusted=True)
    for thread in threads:
        await messages.post(speaker, room, str(uuid.uuid4()), "hello", thread=thread)


def edit(by: str, room: str, seq: int, text: str) -> int:
    return async_to_sync(messages.edit)(_user(by), room, str(uuid.uuid4()), seq, text)


def delete(by: str, room: str, seq: int) -> int:
    return async_to_sync(messages.delete)(_user(by), room, str(uuid.uuid4()), seq)


def check_file(id: str) -> None:
    """What a job does with a file that has come in."""
    checking.check(uuid.UUID(id).hex)


def restore(by: str, room: str, seq: int) -> int:
    return async_to_sync(messages.restore)(_user(by), room, str(uuid.uuid4()), seq)


@async_to_sync
async def pin(by: str, room: str, seqs: list[int]) -> None:
    speaker = Actor.of(await User.objects.aget(pk=by), trusted=True)
    for seq in seqs:
        await messages.pin(speaker, room, str(uuid.uuid4()), seq, True)


def announce(text: str) -> None:
    async_to_sync(announcements.announce)(system_account(), text)


# --- membership and markers ---------------------------------------------------------------------------------


def join(user: str, room: str) -> None:
    async_to_sync(memberships.join)(_user(user), room)


def marker(user: str, room: str) -> int:
    """How far somebody has read."""
    account = _user(user)
    return markers.markers(room, [account.pk]).get(account.pk, 0)


def membership(user: str, room: str) -> list[Any]:
    """What somebody has set for themselves in a room."""
    own = Membership.objects.get(user=_user(user), room=room)
    return [own.level, own.favourite]


def set_status(user: str, emoji: str = "", text: str = "") -> None:
    async_to_sync(profiles.set_status)(Actor.of(_user(user), trusted=True), emoji, text)


def set_quiet(user: str, seconds: float) -> None:
    until = timezone.now() + timedelta(seconds=seconds)
    async_to_sync(profiles.set_quiet_until)(Actor.of(_user(user), trusted=True), until)


def keep_draft(user: str, room: str, text: str) -> None:
    async_to_sync(keep)(_user(user), room, None, text)


def drafts(user: str, room: str) -> list[list[Any]]:
    """What somebody has begun to write: the thread and the text of each."""
    found = drafts_of(Actor.of(_user(user)), room)
    return [[draft["thread"], draft["text"]] for draft in found]


def wait_for_marker(user: str, room: str, seq: int) -> int:
    """Returns when somebody has read so far; how far it is then."""
    stored = collection(Marker._meta.db_table)
    with pymongo.timeout(60), stored.watch(max_await_time_ms=1000) as changes:
        while (reached := marker(user, room)) < seq:
            changes.try_next()  # returns with the next change, or after a second without any
    return reached


# --- audit log ----------------------------------------------------------------------------------------------


def audit(room: str) -> list[list[Any]]:
    """What the audit log says of a room, oldest first: by whose username, what, of which seq, why."""
    kept = AuditEntry.objects.filter(room=room).order_by("at", "id").select_related("by")
    return [
        [entry.by.username if entry.by else None, entry.action, entry.seq, entry.reason] for entry in kept
    ]
