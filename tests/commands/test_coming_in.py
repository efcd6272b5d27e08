"""Commands for those who come in: setup, workspace, invite, invitations."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client

from chat.models import Invitation, User
from chat.queries.workspace import forget_workspace, workspace_name
from tests.commands.conftest import Run

Result = Callable[..., dict[str, Any]]


def path_of(link: str) -> str:
    return link[link.index("/", len("https://")) :]


def test_setup_prints_a_link_until_somebody_has_an_account(run: Run, result: Result) -> None:
    first, second = run("setup"), result("setup")["link"]
    assert Client().get(path_of(first)).status_code == 404, "the second one took its place"
    assert Client().get(path_of(second)).status_code == 200
    User.objects.create_user("ann")
    assert result("setup") == {"set_up": True, "link": None}
    assert "set up" in run("setup")


def test_the_account_of_commands_is_nobodys(run: Run, result: Result) -> None:
    run("createroom", "general")
    assert result("setup")["link"]


def test_workspace_shows_and_changes(result: Result, general: str) -> None:
    shown = {"name": "Wick", "sign_up": "open", "domains": [], "default_rooms": [], "changed": False}
    assert result("workspace") == shown
    options = ["--name", "Oak", "--sign-up", "invitation", "--default-room", general]
    changed = {"name": "Oak", "sign_up": "invitation", "default_rooms": [general], "changed": True}
    assert result("workspace", *options) == shown | changed
    assert result("workspace", *options)["changed"] is False
    forget_workspace()
    assert workspace_name() == "Oak"
    assert result("workspace", "--name", "", "--no-default-rooms")["default_rooms"] == []


def test_a_room_that_is_not_there_is_named(run: Run) -> None:
    with pytest.raises(CommandError, match="no room at “nowhere”"):
        run("workspace", "--default-room", "nowhere")


def test_invite_prints_a_link_which_invitations_lists_and_revokes(
    run: Run, result: Result, general: str
) -> None:
    made = result("invite", "--room", general, "--role", "guest", "--uses", "3", "--days", "2")
    assert Client().get(path_of(made["link"])).status_code == 200
    [listed] = result("invitations")["invitations"]
    assert (listed["id"], listed["rooms"], listed["uses"]) == (made["id"], [general], 3)
    assert made["id"] in run("invitations")
    assert result("invitations", "--revoke", made["id"]) == {"revoked": [made["id"]]}
    assert result("invitations", "--revoke", made["id"]) == {"revoked": []}
    assert result("invitations")["invitations"] == []
    assert result("invitations", "--all")["invitations"][0]["state"] == "revoked"
    assert Client().get(path_of(made["link"])).status_code == 404


def test_invite_sends_mail_where_it_is_set_up(run: Run, settings: Any) -> None:
    settings.MAIL_WORKS = False
    with pytest.raises(CommandError, match="Email is not set up here"):
        run("invite", "--email", "cid@example.org")
    settings.MAIL_WORKS = True
    assert run("invite", "--email", "cid@example.org") == "Invited cid@example.org."
    assert Invitation.objects.get().email == "cid@example.org"


@pytest.mark.parametrize("id", ["1", "00000000-0000-0000-0000-000000000000"])
def test_an_invitation_that_is_not_there_is_named(run: Run, id: str) -> None:
    with pytest.raises(CommandError, match="invitation"):
        run("invitations", "--revoke", id)
