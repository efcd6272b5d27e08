"""Who may create an account: everyone, by invitation, by the domain of an address, nobody."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import newcomers, workspace
from chat.actions.system_account import system_account
from chat.actions.workspace import WorkspaceChange
from chat.models import AuditEntry, Event, Invitation, Membership, Room, User
from chat.protocol.errors import Refused
from chat.queries.workspace import SignUp, stored_workspace
from tests.mailbox import Mailbox, mailbox
from tests.views.conftest import PASSWORD

__all__ = ["mailbox"]

FORM = {"username": "cid", "name": "Cid", "email": "", "password": PASSWORD}


def change(**fields: Any) -> bool:
    return async_to_sync(workspace.change)(system_account(), WorkspaceChange(**fields))


@pytest.fixture
def domain(mailbox: Mailbox, transactional_db: None) -> Mailbox:
    """Sign-ups by addresses of example.org."""
    change(sign_up=SignUp.DOMAIN, domains=["example.org"])
    return mailbox


def link_in(mailbox: Mailbox) -> str:
    _, mail = mailbox.take()
    found = re.search(r"/invite/\S+/", mail.get_content())
    assert found is not None, mail.get_content()
    return found.group()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (SignUp.INVITATION, "You need an invitation to create an account."),
        (SignUp.CLOSED, "Sign-ups are closed. Ask an administrator for an account."),
    ],
)
def test_who_may_not_sign_up_is_told_why(
    client: Client, transactional_db: None, rule: SignUp, text: str
) -> None:
    change(sign_up=rule)
    assert text in client.get("/sign-up/").content.decode()
    assert text in client.post("/sign-up/", FORM).content.decode()
    assert not User.objects.filter(username="cid").exists()


def test_what_is_stored_counts_more_than_the_environment(transactional_db: None, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    assert stored_workspace().sign_up == SignUp.CLOSED
    change(sign_up=SignUp.OPEN)
    assert stored_workspace().sign_up == SignUp.OPEN


def test_an_address_of_the_domain_gets_a_link_by_which_it_is_confirmed(
    client: Client, domain: Mailbox
) -> None:
    assert "@example.org" in client.get("/sign-up/").content.decode()
    page = client.post("/sign-up/", {"email": "Cid@Example.org"})
    assert "Check your email" in page.content.decode()
    client.post(link_in(domain), FORM | {"email": "other@example.com"})
    cid = User.objects.get(username="cid")
    assert cid.email == "cid@example.org"
    assert EmailAddress.objects.filter(user=cid, email="cid@example.org", verified=True).exists()


def test_an_address_of_another_domain_gets_nothing(client: Client, domain: Mailbox) -> None:
    for email in ("cid@example.com", "cid@sub.example.org", "cid@notexample.org"):
        page = client.post("/sign-up/", {"email": email})
        assert "You need an email address of this organization" in page.content.decode()
    assert domain.empty
    assert not Invitation.objects.exists()


def test_nobody_signs_up_by_a_domain_without_the_link(client: Client, domain: Mailbox) -> None:
    client.post("/sign-up/", FORM | {"email": "cid@example.org"})
    assert not User.objects.filter(username="cid").exists()


def test_an_address_that_has_an_account_is_told_so_by_mail_alone(client: Client, domain: Mailbox) -> None:
    User.objects.create_user("ann", email="ann@example.org")
    known = client.post("/sign-up/", {"email": "ann@example.org"}).content
    _, mail = domain.take()
    assert "There is one already." in mail.get_content()
    assert "Check your email" in known.decode()


def test_one_address_is_not_written_to_again_and_again(client: Client, domain: Mailbox) -> None:
    for _ in range(3):
        client.post("/sign-up/", {"email": "cid@example.org"})
    assert client.post("/sign-up/", {"email": "cid@example.org"}).status_code == 429


def test_domains_need_mail(transactional_db: None, settings: Any) -> None:
    settings.MAIL_WORKS = False
    with pytest.raises(Refused, match="Email is not set up here"):
        change(sign_up=SignUp.DOMAIN, domains=["example.org"])
    assert stored_workspace().sign_up == SignUp.OPEN


@pytest.mark.parametrize("domain", ["example", "exa mple.org", "a@b.org", "-", "127.0.0.1"])
def test_what_is_no_domain_is_refused(transactional_db: None, domain: str) -> None:
    with pytest.raises(Refused, match="is not a domain"):
        change(domains=[domain])


def test_an_administrator_changes_the_workspace_on_a_page(client: Client, ann: User, garden: Room) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)
    client.force_login(ann)
    form = {"name": "Oak", "sign_up": "invitation", "domains": "", "default_rooms": "#garden"}
    page = client.post("/settings/workspace/", form, follow=True).content.decode()
    assert "Workspace settings saved." in page
    assert "Oak</span>" in page
    found = stored_workspace()
    assert (found.name, found.sign_up, found.default_rooms) == ("Oak", SignUp.INVITATION, ("garden",))
    assert AuditEntry.objects.get(action="change workspace").by_id == ann.pk


def test_a_room_that_is_not_there_is_said_beside_its_field(client: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)
    client.force_login(ann)
    form = {"name": "Oak", "sign_up": "open", "default_rooms": "nowhere"}
    assert 'id="id_default_rooms_error"' in client.post("/settings/workspace/", form).content.decode()


def test_others_do_not_change_the_workspace(as_bob: Client) -> None:
    assert as_bob.get("/settings/workspace/").status_code == 403
    assert "settings/workspace" not in as_bob.get("/settings/").content.decode()


def test_everyone_new_joins_the_default_rooms_and_is_welcomed_once(client: Client, garden: Room) -> None:
    change(default_rooms=[garden.pk])
    client.post("/sign-up/", FORM)
    cid = User.objects.get(username="cid")
    assert Membership.objects.filter(user=cid, room=garden.pk).exists()
    async_to_sync(newcomers.welcome)(cid)
    assert "Welcome to Wick, Cid." in (Event.objects.get(kind="message").text or "")
    page = client.get("/rooms/").content.decode()
    assert "Notes to yourself" in page


def test_a_default_room_that_became_private_is_not_joined(client: Client, garden: Room) -> None:
    change(default_rooms=[garden.pk])
    Room.objects.filter(pk=garden.pk).update(kind="private")
    client.post("/sign-up/", FORM)
    assert not Membership.objects.filter(user__username="cid", room=garden.pk).exists()


def test_only_public_rooms_are_joined_by_everyone_new(garden: Room) -> None:
    Room.objects.filter(pk=garden.pk).update(kind="private")
    with pytest.raises(Refused, match="Only public rooms"):
        change(default_rooms=[garden.pk])
