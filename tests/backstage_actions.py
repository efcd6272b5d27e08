"""What tests.backstage can do, by name. Arguments and results are JSON; people are named by their id."""

import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone

from chat import notices
from chat.actions import announcements, messages, moderation, people, rooms
from chat.actions.house import house
from chat.models import AuditEntry, Room, User
from chat.models.room import new_epoch
from chat.person import Person

sessions = import_module(settings.SESSION_ENGINE)


def migrate() -> None:
    call_command("migrate", verbosity=0)


# --- people -------------------------------------------------------------------------------------------------


def person(username: str, name: str = "", staff: bool = False) -> dict[str, Any]:
    """A new account with a token and a browser's session."""
    user = User(username=username, name=name, is_staff=staff)
    user.set_unusable_password()
    user.save(force_insert=True)
    made = {"id": str(user.pk), "username": username, "name": user.shown_name}
    return {**made, "token": token(made["id"]), "cookie": session(made["id"])}


def _user(id: str) -> User:
    return User.objects.get(pk=id)


def token(person: str) -> str:
    return async_to_sync(people.create_token)(_user(person))


def revoke(token: str) -> bool:
    return async_to_sync(people.revoke_token)(token)


def session(person: str, seconds: float = 3600) -> str:
    """A browser that signed in; the value of its cookie."""
    user = _user(person)
    store = sessions.SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.set_expiry(timezone.now() + timedelta(seconds=seconds))
    store.create()
    return str(store.session_key)


def sign_out(cookie: str) -> None:
    sessions.SessionStore(cookie).flush()


def change_password(person: str) -> None:
    user = _user(person)
    user.set_password("correct horse battery staple")
    user.save()


def change_name(person: str, name: str) -> None:
    async_to_sync(people.change_name)(_user(person), name)


def delete_person(person: str) -> None:
    _user(person).delete()


def suspend(person: str) -> bool:
    return async_to_sync(moderation.suspend)(house(), person)


def unsuspend(person: str) -> bool:
    return async_to_sync(moderation.unsuspend)(house(), person)


# --- rooms --------------------------------------------------------------------------------------------------


def room(slug: str, owner: str, moderators: list[str] = [], banned: list[str] = []) -> str:  # noqa: B006
    made = async_to_sync(rooms.create)(_user(owner), slug)
    for moderator in moderators:
        async_to_sync(rooms.set_moderator)(_user(owner), made.pk, moderator, True)
    for other in banned:
        async_to_sync(moderation.ban)(_user(owner), made.pk, other)
    return str(made.pk)


def rename_room(room: str, slug: str) -> None:
    Room.objects.filter(pk=room).update(slug=slug)
    notices.append(notices.ROOM, room=room)


def archive(room: str, on: bool = True) -> bool:
    return async_to_sync(rooms.archive)(house(), room, on)


def begin_another_life(room: str) -> str:
    """What a restored back-up does to a room: its epoch is another."""
    epoch = new_epoch()
    Room.objects.filter(pk=room).update(epoch=epoch)
    notices.append(notices.ROOM, room=room)
    return epoch


def ban(by: str, room: str, person: str) -> bool:
    return async_to_sync(moderation.ban)(_user(by), room, person)


def unban(by: str, room: str, person: str) -> bool:
    return async_to_sync(moderation.unban)(_user(by), room, person)


def kick(by: str, room: str, person: str) -> None:
    async_to_sync(moderation.kick)(_user(by), room, person)


# --- words --------------------------------------------------------------------------------------------------


@async_to_sync
async def post(by: str, room: str, text: str = "hello", count: int = 1) -> int:
    """Says something `count` times; the last seq."""
    speaker = Person.of(await User.objects.aget(pk=by), trusted=True)
    seqs = [await messages.post(speaker, room, str(uuid.uuid4()), text) for _ in range(count)]
    return seqs[-1]


def edit(by: str, room: str, seq: int, text: str) -> int:
    return async_to_sync(messages.edit)(_user(by), room, str(uuid.uuid4()), seq, text)


def delete(by: str, room: str, seq: int) -> int:
    return async_to_sync(messages.delete)(_user(by), room, str(uuid.uuid4()), seq)


def restore(by: str, room: str, seq: int) -> int:
    return async_to_sync(messages.restore)(_user(by), room, str(uuid.uuid4()), seq)


def announce(text: str) -> None:
    async_to_sync(announcements.announce)(house(), text)


# --- looking ------------------------------------------------------------------------------------------------


def audit(room: str) -> list[list[Any]]:
    """What the audit log says of a room, oldest first: by whose username, what, of which seq, why."""
    kept = AuditEntry.objects.filter(room=room).order_by("at", "id").select_related("by")
    return [
        [entry.by.username if entry.by else None, entry.action, entry.seq, entry.reason] for entry in kept
    ]
