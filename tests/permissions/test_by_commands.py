"""Every command that calls an action. Who can run one runs the site: it is done in public and private rooms,
and not in direct conversations, whose people nobody changes."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command

from chat.actions import conversations, messages, removal
from chat.actions.system_account import system_account
from tests.permissions.entrances import Entrance
from tests.permissions.test_every_action import ENTER, Place, invitation_of, place_of

pytestmark = pytest.mark.django_db(transaction=True)


class Line(NamedTuple):
    """The arguments of a command. `in_direct`: whether it is done in a direct conversation as well; None for
    one that is about no room."""

    arguments: Callable[[Place], list[str]]
    in_direct: bool | None = False


def _about(*options: str) -> Callable[[Place], list[str]]:
    return lambda place: [place.username, *options]


def _of_room(*options: str) -> Callable[[Place], list[str]]:
    return lambda place: [place.room, *options]


def _of_message(*options: str) -> Callable[[Place], list[str]]:
    return lambda place: [place.room, str(place.seq), *options]


def _in_room(*options: str) -> Callable[[Place], list[str]]:
    return lambda place: [place.username, place.room, *options]


BY_COMMAND: dict[Entrance, Line] = {
    Entrance(f"management/commands/{name}", action): line
    for (name, action), line in {
        ("announce", "announcements.announce"): Line(lambda p: ["hello"], None),
        ("announce", "announcements.announce_in"): Line(lambda p: ["hello", "--room", p.room], True),
        ("archive", "rooms.archive"): Line(_of_room()),
        ("ban", "moderation.ban"): Line(_in_room()),
        ("ban", "moderation.unban"): Line(_in_room("--undo")),
        ("createroom", "memberships.set_owner"): Line(lambda p: [p.room, "--owner", p.username]),
        ("createroom", "rooms.create"): Line(lambda p: [f"r-{p.id()[:12]}"], None),
        ("deletemessage", "messages.delete"): Line(_of_message(), True),
        ("deletemessage", "messages.restore"): Line(_of_message("--undo"), True),
        ("deleteperson", "removal.delete_account"): Line(_about(), None),
        ("deleteroom", "removal.delete_room"): Line(_of_room(), True),
        ("invitations", "invitations.revoke"): Line(lambda p: ["--revoke", invitation_of(p)], None),
        ("invite", "invitations.create"): Line(lambda p: ["--room", p.room]),
        ("invite", "invitations.send"): Line(
            lambda p: ["--room", p.room, "--email", f"{p.id()}@example.org"]
        ),
        ("kick", "moderation.kick"): Line(_in_room()),
        ("moderator", "memberships.set_moderator"): Line(_in_room()),
        ("newepoch", "rooms.reset_epoch"): Line(_of_room(), True),
        ("owner", "memberships.set_owner"): Line(_in_room()),
        ("removesecondfactor", "second_factors.remove"): Line(_about(), None),
        ("role", "accounts.set_role"): Line(_about("guest"), None),
        ("suspend", "moderation.suspend"): Line(_about(), None),
        ("suspend", "moderation.unsuspend"): Line(_about("--undo"), None),
        ("workspace", "workspace.change"): Line(lambda p: ["--name", p.id()], None),
    }.items()
}


def is_done(entrance: Entrance, place: Place) -> bool:
    try:
        call_command(entrance.module.rpartition("/")[2], *BY_COMMAND[entrance].arguments(place))
    except CommandError:
        return False
    return True


def direct_of(place: Place) -> Place:
    """The same with the conversation of a member and the one whom things are done to."""
    member = place.people["member"]
    room = async_to_sync(conversations.open_conversation)(member, [place.other])
    seq = async_to_sync(messages.post)(member, room.pk, place.id(), "hello")
    return place._replace(room=room.pk, seq=seq)


@pytest.mark.parametrize("entrance", BY_COMMAND, ids=" ".join)
def test_a_command_does_it_wherever_it_makes_sense(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)
    system_account()
    assert all(is_done(entrance, place_of(kind)) for kind in ENTER)
    in_direct = BY_COMMAND[entrance].in_direct
    if in_direct is not None:
        assert is_done(entrance, direct_of(place_of("public"))) == in_direct
