"""One's own mail address: confirmed by a link, changed by a link, and a notice to the one before."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.test import Client

from chat.models import User
from tests.mailbox import Mailbox, mailbox
from tests.views.conftest import PASSWORD
from tests.views.test_password_reset import all_sent

__all__ = ["mailbox"]
PAGE = "/settings/email/"
NEW = "ann@example.net"


@pytest.fixture
def browser(ann: User, mailbox: Mailbox) -> Client:
    """Ann's, in which she has just confirmed her password."""
    client = Client()
    client.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    client.post("/settings/confirm/", {"password": PASSWORD})
    return client


def ask(browser: Client, email: str = NEW) -> Any:
    return browser.post(PAGE, {"email": email})


def link_in(mail: Any) -> str:
    found = re.search(r"http://localhost:8000(/confirm-email/\S+)", mail.get_content())
    assert found, mail.get_content()
    return found[1]


def address_of(user: User) -> str:
    return User.objects.get(pk=user.pk).email


def test_a_new_address_counts_once_its_link_was_followed(
    browser: Client, ann: User, mailbox: Mailbox
) -> None:
    assert ask(browser)["Location"] == PAGE
    recipients, mail = mailbox.take()
    assert (recipients, mail["Subject"]) == ([NEW], "Confirm your address for Wick")
    assert address_of(ann) == "ann@example.org"
    assert NEW in browser.get(PAGE).content.decode()
    link = link_in(mail)
    assert NEW in Client().get(link).content.decode()
    assert address_of(ann) == "ann@example.org", "a look at the link is no confirmation"
    Client().post(link)
    assert address_of(ann) == NEW
    assert "It is confirmed." in " ".join(browser.get(PAGE).content.decode().split())
    recipients, notice = mailbox.take()
    assert recipients == ["ann@example.org"]
    assert "was changed to another one" in notice.get_content()
    assert Client().get(link).status_code == 404


def test_the_address_that_one_has_is_confirmed_in_the_same_way(
    browser: Client, ann: User, mailbox: Mailbox
) -> None:
    ask(browser, "ann@example.org")
    Client().post(link_in(mailbox.take()[1]))
    assert EmailAddress.objects.get(user=ann).verified
    all_sent()
    assert mailbox.empty


def test_the_password_is_asked_for_before_and_then_the_change_goes_on(ann: User, mailbox: Mailbox) -> None:
    client = Client()
    client.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    answer = ask(client)
    assert answer["Location"].startswith("/settings/confirm/")
    assert not EmailConfirmation.objects.exists()
    client.post(answer["Location"], {"password": PASSWORD, "next": PAGE})
    assert mailbox.take()[0] == [NEW]


def test_a_later_request_replaces_an_earlier_one(browser: Client, ann: User, mailbox: Mailbox) -> None:
    ask(browser, "first@example.net")
    first = link_in(mailbox.take()[1])
    ask(browser)
    Client().post(link_in(mailbox.take()[1]))
    assert Client().post(first).status_code == 404
    assert address_of(ann) == NEW


def test_nobody_learns_that_another_account_has_an_address_and_nobody_takes_it(
    browser: Client, ann: User, bob: User, mailbox: Mailbox
) -> None:
    User.objects.filter(pk=bob.pk).update(email=NEW)
    EmailAddress.objects.create(user=bob, email=NEW, verified=True, primary=True)
    assert ask(browser)["Location"] == PAGE
    Client().post(link_in(mailbox.take()[1]))
    assert address_of(ann) == "ann@example.org"


def test_an_address_given_at_sign_up_gets_a_link(transactional_db: None, mailbox: Mailbox) -> None:
    form = {"username": "cid", "password": PASSWORD, "email": "cid@example.org"}
    assert Client().post("/sign-up/", form).status_code == 302
    recipients, mail = mailbox.take()
    assert recipients == ["cid@example.org"]
    Client().post(link_in(mail))
    assert EmailAddress.objects.get(email="cid@example.org").verified


def test_a_link_for_a_new_password_confirms_the_address(ann: User, mailbox: Mailbox) -> None:
    Client().post("/forgotten/", {"email": "ann@example.org"})
    link = re.search(r"http://localhost:8000(/forgotten/\S+)", mailbox.take()[1].get_content())
    assert link
    client, new = Client(), "a quiet afternoon"
    path = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(path, {"new_password1": new, "new_password2": new})
    assert EmailAddress.objects.get(user=ann).verified


def test_links_are_limited_for_each_recipient(browser: Client, mailbox: Mailbox) -> None:
    assert [ask(browser).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_a_second_factor_that_is_added_is_told_by_mail(browser: Client, mailbox: Mailbox) -> None:
    from tests.views.test_second_factor import APP, code_of

    secret = str(browser.get(APP).context["form"].secret)
    browser.post(APP, {"code": code_of(secret)})
    recipients, mail = mailbox.take()
    assert recipients == ["ann@example.org"]
    assert "An authenticator app was added" in mail.get_content()


def test_without_a_mail_server_there_is_nothing_to_fill_in(as_ann: Client, settings: Any) -> None:
    settings.MAIL_WORKS = False
    assert "Ask an administrator" in as_ann.get(PAGE).content.decode()
    assert 'name="email"' not in as_ann.get(PAGE).content.decode()
