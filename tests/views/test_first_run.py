"""The first run: an empty database shows its setup page, and that only by a link of the server's own."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from chat.actions import accounts, first_run
from chat.actions.system_account import system_account
from chat.models import AuditEntry, Event, Membership, Room, SetupLink, User, Workspace
from chat.protocol.errors import Refused
from chat.queries import first_run as known
from chat.queries.workspace import SignUp, workspace_name
from tests.views.conftest import PASSWORD

FORM = {
    "workspace": "Ash & Oak",
    "username": "ann",
    "name": "Ann",
    "email": "",
    "password": PASSWORD,
    "sign_up": "invitation",
    "rooms": "general, help",
}


@pytest.fixture(autouse=True)
def empty(transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has an account, and this process has seen none."""
    settings.WICK_SETUP = True
    monkeypatch.setattr(known.Known, "set_up", False)


def link() -> str:
    return f"/setup/{first_run.new_token()}/"


@pytest.mark.parametrize(
    "path", ["/", "/rooms/", "/sign-in/", "/sign-up/", "/admin/", "/forgotten/", "/nowhere/", "/setup/"]
)
def test_nothing_is_there_but_the_page_that_says_how_to_begin(client: Client, path: str) -> None:
    page = client.get(path, follow=True)
    assert page.request["PATH_INFO"] == "/setup/"
    assert "manage.py setup" in page.content.decode()


def test_nobody_signs_up_before_the_administrator(client: Client) -> None:
    client.post("/sign-up/", {"username": "cid", "password": PASSWORD})
    with pytest.raises(Refused):
        accounts.check_open()
    assert not User.objects.exists()


def test_the_link_makes_the_administrator_the_workspace_and_its_rooms(client: Client) -> None:
    answer = client.post(link(), FORM, follow=True)
    assert answer.request["PATH_INFO"] == "/rooms/general/"
    ann = User.objects.get(username="ann")
    assert ann.role == User.Role.ADMINISTRATOR
    owned = Membership.objects.filter(user=ann, role="owner").values_list("room", flat=True)
    assert {"general", "help"} == set(owned)
    assert workspace_name() == "Ash & Oak"
    assert Workspace.objects.get().sign_up == SignUp.INVITATION
    assert sorted(Workspace.objects.get().default_rooms) == ["general", "help"]
    assert AuditEntry.objects.filter(action="set up workspace", user=ann).exists()


def test_a_room_that_a_command_made_becomes_the_administrators(client: Client) -> None:
    Room.objects.create(id="general", slug="general")
    site = system_account()
    Membership.objects.create(room_id="general", user_id=site.uuid, role="owner")
    client.post(link(), FORM)
    assert [m.user.username for m in Membership.objects.filter(room="general")] == ["ann"]
    assert User.objects.get(pk=site.uuid).name == "Ash & Oak"


def test_everything_is_there_when_somebody_has_an_account(client: Client) -> None:
    User.objects.create_user("bob")
    assert client.get("/sign-in/").status_code == 200
    assert client.get("/setup/")["Location"] == "/"
    assert first_run.new_token() is None


def test_the_link_works_once(client: Client) -> None:
    path = link()
    client.post(path, FORM)
    assert Client().get(path).status_code == 404
    assert Client().post(path, FORM | {"username": "eve"}).status_code == 404
    assert not User.objects.filter(username="eve").exists()


def test_a_new_link_takes_the_place_of_the_one_before(client: Client) -> None:
    before, now = link(), link()
    assert client.get(before).status_code == 404
    assert client.get(now).status_code == 200


def test_a_link_expires(client: Client) -> None:
    path = link()
    SetupLink.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert client.get(path).status_code == 404


def test_what_is_wrong_is_said_and_the_link_still_works(client: Client) -> None:
    path = link()
    page = client.post(path, FORM | {"password": "12345", "rooms": "Not Good"})
    assert "This password is too short." in page.content.decode()
    assert "Use lower-case letters" in page.content.decode()
    assert client.post(path, FORM).status_code == 302


def test_of_two_visitors_at_once_one_is_the_administrator() -> None:
    path, statuses = link(), list[int]()
    ready = threading.Barrier(2)

    def visit(username: str) -> None:
        client = Client()
        ready.wait()
        statuses.append(client.post(path, FORM | {"username": username}).status_code)

    visitors = [threading.Thread(target=visit, args=(name,)) for name in ("ann", "bob")]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert sorted(statuses) == [302, 404]
    assert User.objects.filter(is_superuser=True).count() == 1


def test_the_administrator_is_welcomed_once(client: Client) -> None:
    client.post(link(), FORM)
    assert "Welcome to Ash & Oak, Ann." in (Event.objects.get(kind="message").text or "")
