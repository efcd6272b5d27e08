"""Fills an empty workspace with the demo. Blocks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from asgiref.sync import async_to_sync
from msgspec import to_builtins

from chat.actions import accounts, conversations, pictures, profiles, workspace
from chat.actions.imports import import_room
from chat.actions.system_account import system_account
from chat.actions.workspace import WorkspaceChange
from chat.actors.actor import Actor
from chat.demo import content, drawings, recorded
from chat.demo.content import Person, Script, ScriptedMessage
from chat.demo.history import IDS, RoomHistory, Speaker, room_line, told
from chat.events.kinds import MESSAGE
from chat.models import Marker, Membership, Room, User
from chat.simulation.replay.nicks import usernames
from chat.storage import attached_files
from chat.storage.attached_files import FileClaim, WholeFile

NAME = "Fernwood"  # of the workspace
HELP = {"slug": "help", "title": "Help", "topic": "Three days of a public help channel, as they were"}
SUPPORTERS = ("hugo", "alex", "bo")  # members of that room

Say = Callable[[str], None]


def make(say: Say) -> User:
    """Everything; returns the account of the visitor. `say` hears what is being made."""
    now = datetime.now(UTC).replace(microsecond=0)
    say("people")
    users = {person.username: _account(person) for person in content.people()}
    speakers = {name: Speaker(user.pk, name, user.name) for name, user in users.items()}
    visitor = next(iter(users.values()))
    async_to_sync(accounts.set_role)(system_account(), str(visitor.pk), User.Role.ADMINISTRATOR)
    async_to_sync(workspace.change)(visitor, WorkspaceChange(name=NAME))
    for script in content.rooms():
        say(script.slug)
        _room(script, speakers, visitor, now)
    for script in content.conversations():
        say("conversation with " + ", ".join(script.members[1:]))
        _conversation(script, users, speakers, visitor, now)
    say("help")
    _help(speakers, visitor, now)
    visitor.refresh_from_db()
    return visitor


def _account(person: Person) -> User:
    user = async_to_sync(accounts.create_account)(person.username, person.name)
    actor = Actor.of(user, trusted=True)
    fields = {"pronouns": person.pronouns, "about": person.about, "zone": person.zone}
    async_to_sync(profiles.describe)(actor, **fields)
    if any(person.status):
        async_to_sync(profiles.set_status)(actor, *person.status)
    async_to_sync(pictures.set_picture)(actor, drawings.profile(person.hue, person.username))
    return user


def _room(script: Script, speakers: Mapping[str, Speaker], visitor: User, now: datetime) -> None:
    history = told(script.slug, speakers, script.messages, now, _attach)
    read = {visitor.username: _read(history, script.unread)}
    _import(history, script.slug, script.title, script.topic, script.kind, script.members, read)


def _import(
    history: RoomHistory,
    slug: str,
    title: str,
    topic: str,
    kind: str,
    members: Sequence[str],
    read: Mapping[str, int],
) -> None:
    created_at = datetime.fromisoformat(history.events[0]["at"]) - timedelta(days=1)
    line = room_line(
        history, slug=slug, title=title, topic=topic, kind=Room.Kind(kind), created_at=created_at
    )
    roles = [
        (name, Membership.Role.MEMBER if number else Membership.Role.OWNER)
        for number, name in enumerate(members)
    ]
    import_room(system_account(), history.lines(line, roles, read), None, lambda *_: None)


def _conversation(
    script: Script, users: Mapping[str, User], speakers: Mapping[str, Speaker], visitor: User, now: datetime
) -> None:
    others = [str(users[name].pk) for name in script.members if name != visitor.username]
    room = async_to_sync(conversations.open_conversation)(Actor.of(visitor, trusted=True), others)
    history = told(room.pk, {name: speakers[name] for name in script.members}, script.messages, now, _attach)
    line = room_line(
        history, slug=room.slug, title="", topic="", kind=Room.Kind.DIRECT, created_at=room.created_at
    )
    line.people = room.people
    import_room(system_account(), history.lines(line, [], {}), None, lambda *_: None)
    seq = _read(history, script.unread)
    Marker.objects.update_or_create(room=room, user=visitor, defaults={"seq": seq})


def _help(speakers: Mapping[str, Speaker], visitor: User, now: datetime) -> None:
    nicks = recorded.nicks()
    names = usernames(nicks)
    known = {nick: Speaker(_nick_id(nick), names[nick], nick[:60]) for nick in nicks}
    history = recorded.recorded(HELP["slug"], known | {name: speakers[name] for name in SUPPORTERS}, now)
    read = {visitor.username: len(history.events)}
    _import(history, HELP["slug"], HELP["title"], HELP["topic"], Room.Kind.PUBLIC, SUPPORTERS, read)


def _nick_id(nick: str) -> UUID:
    return uuid5(IDS, f"nick/{nick}")


def _attach(room: str, speaker: Speaker, event: str, said: ScriptedMessage) -> list[dict[str, Any]]:
    """The drawing of a message, as a file that this message has."""
    if not said.image:
        return []
    user = User.objects.get(pk=speaker.id)
    drawing = WholeFile(f"{said.image}.png", "image/png", drawings.DRAWINGS[said.image](), said.alt)
    id = attached_files.receive(Actor.of(user, trusted=True), drawing)
    found = attached_files.claim(room, FileClaim(event, user.pk.hex, (id,)))
    return [to_builtins(file) for file in found or ()]


def _read(history: RoomHistory, unread: int) -> int:
    """The seq up to which all but the newest `unread` messages are read."""
    seqs = [event["seq"] for event in history.events if event["kind"] == MESSAGE]
    return seqs[-unread] - 1 if unread else len(history.events)
