"""A site with something of everything, in which nobody has written a Latin letter: so every one that is seen
comes from Wick."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from chat.actions import announcements, memberships, messages, moderation, rooms, tokens
from chat.actors.actor import Actor
from chat.models import AuditEntry, Event, Instance, Invitation, Notice, Room, Token, User
from chat.models.audit import ACTIONS
from chat.storage import notice_log

SITE = "Ω"
PASSWORD = "1!2@3#4$5%"


@dataclass(frozen=True)
class Site:
    """`owner` is an administrator too, `stranger` belongs to no room."""

    owner: User
    moderator: User
    member: User
    banned: User
    stranger: User
    room: Room
    archived: Room


def person(username: str, **more: Any) -> User:
    return User.objects.create_user(username, password=PASSWORD, name=f"Ж {username}", **more)


@async_to_sync
async def _talk(by: User, moderator: User, room: str) -> None:
    """Messages 1 to 4: one edited (5) with a reaction (6), one deleted by its author (7), one by a moderator
    (8), and one restored (9, 10); and an answer (11)."""
    author, keeper = Actor.of(by), Actor.of(moderator)

    def new() -> str:
        return str(uuid.uuid4())

    for text in ("Ж @101", "Ж Ж", "Ж\n\n```\n1\n```", "¶"):
        await messages.post(author, room, new(), text)
    await messages.edit(author, room, new(), 1, "Ж @101 !")
    await messages.react(author, room, new(), 1, "👍", True)
    await messages.delete(author, room, new(), 2)
    await messages.delete(keeper, room, new(), 3, "¶")
    await messages.delete(keeper, room, new(), 4, "¶")
    await messages.restore(keeper, room, new(), 4, "¶")
    await messages.post(author, room, new(), "Ж", 1)


def fill() -> Site:
    owner = person("101", is_staff=True, is_superuser=True)
    moderator, member, banned, stranger = (person(name) for name in ("102", "103", "104", "105"))
    room = async_to_sync(rooms.create)(owner, "1-1", "", "¶")
    archived = async_to_sync(rooms.create)(owner, "2-2")
    for user in (moderator, member, banned):
        async_to_sync(memberships.join)(user, room.pk)
    async_to_sync(memberships.set_moderator)(owner, room.pk, str(moderator.pk), True)
    _talk(member, moderator, room.pk)
    async_to_sync(messages.post)(owner, archived.pk, str(uuid.uuid4()), "Ж")
    async_to_sync(moderation.ban)(owner, room.pk, str(banned.pk), "¶")
    async_to_sync(rooms.archive)(owner, archived.pk, True)
    async_to_sync(announcements.announce)(owner, "¶")
    _tokens(owner, member)
    _records(owner, member, room)
    _invitations(owner, room)
    return Site(owner, moderator, member, banned, stranger, room, archived)


def _tokens(owner: User, member: User) -> None:
    """With a label and without, used and not, expired and without an end."""
    for label, days in (("¶", 1), ("", 0)):
        async_to_sync(tokens.create)(owner, member, label, days)
    now = timezone.now()
    Token.objects.create(user=member, digest="1", label="", expires_at=now, last_used_at=now)


def _invitations(owner: User, room: Room) -> None:
    """In each state, with rooms and without."""
    now = timezone.now()
    later = now + timedelta(days=1)
    states: list[dict[str, object]] = [
        {"rooms": [room.pk], "email": "1@1.1"},
        {"expires_at": now},
        {"revoked_at": now, "role": "guest"},
        {"used": 1},
        {"rooms": [room.pk, "1", "2"]},
    ]
    for n, fields in enumerate(states):
        Invitation.objects.create(**{"digest": str(n), "made_by": owner, "expires_at": later} | fields)


def _records(owner: User, member: User, room: Room) -> None:
    """Every kind of entry in the audit log and of notice, whatever version made it."""
    for action in ACTIONS:
        AuditEntry.objects.create(by=owner, by_name="101", action=action, user=member, room=room, reason="¶")
    for kind in sorted(notice_log.KINDS):
        notice_log.append(kind, user=str(member.pk), room=room.pk, reason="kicked", text="¶", session="1")
    Group.objects.create(name="¶")
    rooms_type = ContentType.objects.get_for_model(Room)
    LogEntry.objects.create(user=owner, content_type=rooms_type, object_id=room.pk, object_repr="1-1",
                            action_flag=CHANGE, change_message="[]")  # fmt: skip
    now = timezone.now()
    for n, layer in enumerate(Instance.Layer):
        Instance.objects.create(name=str(n), started_at=now, seen_at=now, pid=1, layer=layer)


def rows() -> dict[str, object]:
    """The key of a row of each list of the admin."""
    models = (AuditEntry, Event, Group, Instance, Invitation, Notice, Room, Token, User)
    return {model._meta.label_lower.replace(".", "_"): model._default_manager.first().pk for model in models}  # type: ignore[union-attr]
