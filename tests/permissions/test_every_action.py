"""Every action by every role. The actions are those of the code itself: a new one needs a row here.

In the room are an owner, a moderator, a member and a guest. Not in it are an administrator and a moderator of
the workspace, a member of the workspace, another guest, and somebody who is banned from the room.
"""

import inspect
import pkgutil
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings

from chat import actions
from chat.actions import (
    accounts,
    announcements,
    conversations,
    drafts,
    followed_threads,
    forwarding,
    invitations,
    jobs,
    memberships,
    messages,
    moderation,
    own_settings,
    profile_moderation,
    read_markers,
    removal,
    rooms,
    second_factors,
    workspace,
)
from chat.actions.invitations import Offer
from chat.actions.system_account import system_account
from chat.actions.workspace import WorkspaceChange
from chat.actors.actor import Actor
from chat.kept import actions as kept
from chat.models import Ban, Membership, Room, User
from chat.protocol.errors import Code, Refused
from chat.protocol.policy import Policy
from tests.permissions.entrances import AREAS

pytestmark = pytest.mark.django_db(transaction=True)

IN_ROOM = {"owner", "moderator", "member", "guest"}
WORKSPACE = {"administrator": "administrator", "workspace moderator": "moderator"}
BESIDE = {*WORKSPACE, "outsider", "foreign guest", "banned"}
EVERYONE = IN_ROOM | BESIDE
STAFF = {*WORKSPACE}
MODERATORS = {"owner", "moderator", *STAFF}
OWNERS = {"owner", *STAFF}
# A public room is there for all who belong to the workspace, but for guests; a private one for its members.
ENTER = {"public": EVERYONE - {"foreign guest", "banned"}, "private": IN_ROOM}


class Place(NamedTuple):
    """A room with everyone, a message of the member's, and a member whom things are done to."""

    room: str
    people: dict[str, User]
    seq: int
    other: str
    is_private: bool

    @property
    def username(self) -> str:
        """Of the member whom things are done to."""
        return self.people["target"].username

    def id(self) -> str:
        return str(uuid.uuid4())


Act = Callable[[Actor, Place], Any]


class Row(NamedTuple):
    """`who`: the roles that may, as far as they may enter the room at all; `always`: wherever they are.
    `first`: those who may not learn nothing of the room, since the role is looked at first. `code`: the
    refusal where the room is seen."""

    act: Act
    who: set[str]
    always: bool = False
    first: bool = False
    code: Code = Code.FORBIDDEN


def run(action: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return async_to_sync(action)(*arguments, **named)


def invitation_of(place: "Place") -> str:
    """A link of the member's to the room."""
    made = run(invitations.create, place.people["member"], Offer(rooms=[place.room]))
    return str(made.invitation.pk)


def unseen(done: int) -> None:
    """Nobody looks at how far it is."""


ROWS: dict[str, Row] = {
    "accounts.change_name": Row(lambda by, p: run(accounts.change_name, by, p.id()[:8]), EVERYONE, True),
    "accounts.set_role": Row(
        lambda by, p: run(accounts.set_role, by, p.other, User.Role.GUEST), {"administrator"}, True
    ),
    "announcements.announce": Row(lambda by, p: run(announcements.announce, by, "hello"), STAFF, True),
    "announcements.announce_in": Row(
        lambda by, p: run(announcements.announce_in, by, p.room, "hello"), STAFF, first=True
    ),
    "conversations.open_conversation": Row(
        lambda by, p: run(conversations.open_conversation, by, [p.other]),
        EVERYONE - {"foreign guest"},
        True,
        code=Code.NOT_FOUND,  # they do not see the other one
    ),
    "drafts.keep_draft": Row(lambda by, p: run(drafts.keep_draft, by, p.room, None, "later"), EVERYONE),
    "followed_threads.follow_thread": Row(
        lambda by, p: run(followed_threads.follow_thread, by, p.room, p.seq, True), IN_ROOM
    ),
    "forwarding.forward": Row(
        lambda by, p: run(forwarding.forward, by, p.room, p.seq, p.room, p.id()), EVERYONE
    ),
    "invitations.create": Row(
        lambda by, p: run(invitations.create, by, Offer(rooms=[p.room])), IN_ROOM - {"guest"} | STAFF
    ),
    "invitations.send": Row(
        lambda by, p: run(invitations.send, by, Offer(rooms=[p.room]), [f"{p.id()}@example.org"]),
        IN_ROOM - {"guest"} | STAFF,
    ),
    "invitations.revoke": Row(
        lambda by, p: run(invitations.revoke, by, invitation_of(p)),
        STAFF | {"owner", "moderator", "member"},
        True,
        code=Code.NOT_FOUND,
    ),
    "jobs.delete_job": Row(lambda by, p: jobs.delete_job(by, uuid.uuid4()), {"administrator"}, True),
    "jobs.retry_job": Row(lambda by, p: jobs.retry_job(by, uuid.uuid4()), {"administrator"}, True),
    "kept.keep": Row(lambda by, p: run(kept.keep, by, p.room, p.seq, True), IN_ROOM),
    "memberships.add": Row(lambda by, p: run(memberships.add, by, p.room, [p.other]), IN_ROOM | STAFF),
    "memberships.join": Row(lambda by, p: run(memberships.join, by, p.room), EVERYONE),
    "memberships.set_moderator": Row(
        lambda by, p: run(memberships.set_moderator, by, p.room, p.other, True), MODERATORS
    ),
    "memberships.set_owner": Row(lambda by, p: run(memberships.set_owner, by, p.room, p.other, True), OWNERS),
    "messages.post": Row(lambda by, p: run(messages.post, by, p.room, p.id(), "hello"), EVERYONE),
    "messages.edit": Row(lambda by, p: run(messages.edit, by, p.room, p.id(), p.seq, "changed"), {"member"}),
    "messages.delete": Row(
        lambda by, p: run(messages.delete, by, p.room, p.id(), p.seq), MODERATORS | {"member"}
    ),
    "messages.react": Row(lambda by, p: run(messages.react, by, p.room, p.id(), p.seq, "👍", True), EVERYONE),
    "messages.pin": Row(lambda by, p: run(messages.pin, by, p.room, p.id(), p.seq, True), EVERYONE),
    "messages.restore": Row(lambda by, p: run(messages.restore, by, p.room, p.id(), p.seq), MODERATORS),
    "moderation.ban": Row(lambda by, p: run(moderation.ban, by, p.room, p.other), MODERATORS),
    "moderation.unban": Row(lambda by, p: run(moderation.unban, by, p.room, p.other), MODERATORS),
    "moderation.kick": Row(lambda by, p: run(moderation.kick, by, p.room, p.other), MODERATORS),
    "moderation.suspend": Row(lambda by, p: run(moderation.suspend, by, p.other), STAFF, True),
    "moderation.unsuspend": Row(lambda by, p: run(moderation.unsuspend, by, p.other), STAFF, True),
    "own_settings.set_favourite": Row(
        lambda by, p: run(own_settings.set_favourite, by, p.room, True), IN_ROOM
    ),
    "own_settings.set_level": Row(lambda by, p: run(own_settings.set_level, by, p.room, "mentions"), IN_ROOM),
    "own_settings.set_both": Row(
        lambda by, p: run(own_settings.set_both, by, p.room, "mentions", True), IN_ROOM
    ),
    "profile_moderation.clear_profile": Row(
        lambda by, p: run(profile_moderation.clear_profile, by, p.other, picture=True), STAFF, True
    ),
    "read_markers.mark_read": Row(lambda by, p: run(read_markers.mark_read, by, p.room, 1), EVERYONE),
    "read_markers.mark_unread": Row(lambda by, p: run(read_markers.mark_unread, by, p.room, 1), EVERYONE),
    "removal.delete_account": Row(
        lambda by, p: removal.delete_account(by, p.other, "", unseen, with_messages=False),
        {"administrator"},
        True,
    ),
    "removal.delete_room": Row(
        lambda by, p: removal.delete_room(by, p.room, "", unseen), {"administrator"}, True
    ),
    "rooms.archive": Row(lambda by, p: run(rooms.archive, by, p.room, True), STAFF, first=True),
    "rooms.create": Row(
        lambda by, p: run(rooms.create, by, f"r-{p.id()[:12]}"), EVERYONE - {"guest", "foreign guest"}, True
    ),
    "rooms.describe": Row(lambda by, p: run(rooms.describe, by, p.room, title="T", topic="t"), MODERATORS),
    "rooms.reset_epoch": Row(lambda by, p: run(rooms.reset_epoch, by, p.room), STAFF, first=True),
    "rooms.set_policy": Row(lambda by, p: run(rooms.set_policy, by, p.room, Policy(slow=1)), MODERATORS),
    "rooms.set_private": Row(lambda by, p: run(rooms.set_private, by, p.room, not p.is_private), OWNERS),
    "second_factors.remove": Row(lambda by, p: second_factors.remove(by, p.other), {"administrator"}, True),
    "workspace.change": Row(
        lambda by, p: run(workspace.change, by, WorkspaceChange(name=p.id())), {"administrator"}, True
    ),
}

# What other parts of the code call, which have asked for the right already, or what concerns oneself alone.
WITHOUT_RIGHTS = {
    "audit.record",
    "email_addresses.confirm_by_link",
    "email_addresses.forget",
    "email_addresses.is_confirmed",
    "email_addresses.pending",
    "email_addresses.request_change",
    "external_accounts.unlink",
    "imports.import_room",
    "invitations.store",
    "invited.accept",
    "member_changes.log_steps",
    "memberships.add_members",
    "memberships.announce_members",
    "memberships.leave",
    "newcomers.welcome",
    "passwords.change_password",
    "passwords.notify",
    "passwords.set_first_password",
    "pictures.remove_picture",
    "pictures.set_picture",
    "profiles.describe",
    "profiles.forget_profile",
    "profiles.set_quiet_hours",
    "profiles.set_quiet_until",
    "profiles.set_status",
    "read_markers.advance_marker",
    "room_changes.append",
    "room_changes.change",
    "second_factors.use_code",
    "sessions.end",
    "sessions.end_others",
    "sessions.forget_expired",
    "sign_in.device_cookie",
    "tokens.create",
    "tokens.revoke",
    "tokens.revoke_all",
    "tokens.revoke_digest",
    "tokens.revoke_own",
    "workspace.store",
    "writers.join_as_writer",
}


def action_names() -> Iterator[str]:
    """What the modules of chat.actions, and of nested apps, offer that begins with who acts."""
    modules = {found.name: f"chat.actions.{found.name}" for found in pkgutil.iter_modules(actions.__path__)}
    modules |= {area: f"chat.{area}.actions" for area in AREAS}
    for subject, path in modules.items():
        module = import_module(path)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            is_offered = function.__module__ == module.__name__ and not name.startswith("_")
            if is_offered and first in ("user", "by", "actor"):
                yield f"{subject}.{name}"


def test_every_action_has_a_row() -> None:
    assert {*action_names()} == ROWS.keys() | WITHOUT_RIGHTS


def place_of(kind: str) -> Place:
    """Made by the models alone, so that it is cheap."""
    people = {name: User(username=f"p{uuid.uuid4().hex[:12]}") for name in sorted(EVERYONE | {"target"})}
    for name, user in people.items():
        user.role = User.Role(WORKSPACE.get(name, "guest" if "guest" in name else "member"))
        user.folded = user.username
    User.objects.bulk_create(people.values())
    slug = f"r-{uuid.uuid4().hex[:12]}"
    room = Room.objects.create(id=slug, slug=slug, kind=kind)
    roles = {"owner": "owner", "moderator": "moderator"}
    Membership.objects.bulk_create(
        Membership(room=room, user=people[name], role=roles.get(name, "member"))
        for name in sorted(IN_ROOM | {"target"})
    )
    Ban.objects.create(room=room, user=people["banned"])
    seq = run(messages.post, people["member"], room.pk, str(uuid.uuid4()), "hello")
    return Place(room.pk, people, seq, str(people["target"].pk), kind == "private")


def outcome(row: Row, name: str, place: Place) -> str | None:
    """The code of the refusal, None where it was done."""
    try:
        row.act(Actor.of(place.people[name]), place)
    except Refused as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("action", ROWS)
def test_who_may_do_it(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)
    monkeypatch.setattr(settings, "MAIL_WORKS", True)
    system_account()
    row = ROWS[action]
    found = {(kind, name): outcome(row, name, place_of(kind)) for kind in ENTER for name in sorted(EVERYONE)}
    assert found == {(kind, name): expected(row, kind, name) for kind, name in found}


def expected(row: Row, kind: str, name: str) -> str | None:
    """The code of the refusal, None where it is done. What one may not see is not there."""
    enters = row.always or name in ENTER[kind]
    if name in row.who and enters:
        return None
    knows = enters or (kind == "public" and name == "banned") or (row.first and name not in row.who)
    return row.code if knows else Code.NOT_FOUND
