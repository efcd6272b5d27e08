"""Accounts at other sites: linked, unlinked, and used to confirm that it is oneself."""

import time
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from chat.accounts.system_id import SYSTEM_ID
from chat.models import User
from tests.mailbox import Mailbox, mailbox
from tests.openid_server import OpenIDServer
from tests.views.conftest import PASSWORD
from tests.views.test_single_sign_on import elsewhere, leave, sign_in

__all__ = ["elsewhere", "mailbox"]
PAGE, PASSWORD_PAGE = "/settings/accounts/", "/settings/password/"
CONFIRM = "/settings/confirm/with/oidc/"
NEW = "a quiet afternoon"
AT_WORK = ("/settings/accounts/add/work/", "/sign-in/with/work/callback/")


@pytest.fixture
def browser(elsewhere: OpenIDServer) -> Client:
    """Somebody who came by the other site, has no password here, and confirmed just now that it is them."""
    elsewhere.claims = {"sub": "1", "preferred_username": "cid", "auth_time": int(time.time())}
    client = Client()
    sign_in(client)
    assert client.get(leave(client, f"?next={PASSWORD_PAGE}", CONFIRM))["Location"] == PASSWORD_PAGE
    return client


def some_time_later(client: Client) -> None:
    """When they have to confirm that it is them."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


def link_of(client: Client) -> str:
    return str(SocialAccount.objects.get(user=client.session["_auth_user_id"], provider="oidc").pk)


def sets_password(client: Client) -> Any:
    return client.post(PASSWORD_PAGE, {"new_password1": NEW, "new_password2": NEW})


def test_who_came_by_another_site_sets_a_first_password(browser: Client) -> None:
    assert "Set password" in browser.get(PASSWORD_PAGE).content.decode()
    assert sets_password(browser)["Location"] == PASSWORD_PAGE
    other = Client()
    assert other.post("/sign-in/", {"username": "cid", "password": NEW})["Location"] == "/"
    assert "Current password" in browser.get(PASSWORD_PAGE).content.decode()


def test_a_first_password_is_set_after_a_confirmation_only(browser: Client, elsewhere: OpenIDServer) -> None:
    some_time_later(browser)
    asked = f"{CONFIRM}?next=%2Fsettings%2Fpassword%2F"
    assert sets_password(browser)["Location"] == asked
    assert not User.objects.get(username="cid").has_usable_password()
    assert browser.get(leave(browser, "", asked))["Location"] == PASSWORD_PAGE
    assert sets_password(browser)["Location"] == PASSWORD_PAGE
    assert User.objects.get(username="cid").has_usable_password()


def test_a_confirmation_is_that_of_the_same_person(browser: Client, elsewhere: OpenIDServer) -> None:
    some_time_later(browser)
    elsewhere.claims |= {"sub": "2"}
    browser.get(leave(browser, "", CONFIRM))
    assert sets_password(browser)["Location"].startswith(CONFIRM)
    assert User.objects.exclude(pk=SYSTEM_ID).count() == 1


def test_a_confirmation_is_a_fresh_one(browser: Client, elsewhere: OpenIDServer) -> None:
    some_time_later(browser)
    elsewhere.claims |= {"auth_time": int(time.time()) - 3600}
    browser.get(leave(browser, "", CONFIRM))
    assert sets_password(browser)["Location"].startswith(CONFIRM)


def test_the_other_site_is_asked_for_the_password_again(browser: Client) -> None:
    away = browser.get(CONFIRM)["Location"]
    assert "prompt=login" in away
    assert "max_age=0" in away


def test_nothing_of_an_address_is_passed_on_to_the_other_site(
    client: Client, elsewhere: OpenIDServer
) -> None:
    asked = "?auth_params=redirect_uri%3Dhttps://evil.example&scope=admin&process=connect"
    away = client.get(f"/sign-in/with/oidc/{asked}")["Location"]
    assert "evil" not in away
    assert "admin" not in away


def test_several_sites_are_offered_and_a_second_one_is_linked(
    browser: Client, elsewhere: OpenIDServer
) -> None:
    page = Client().get("/sign-in/").content.decode()
    assert "Sign in with Example" in page
    assert "Sign in with Work" in page
    elsewhere.claims |= {"sub": "at work"}
    begin, callback = AT_WORK
    assert browser.get(leave(browser, "", begin, callback))["Location"] == PAGE
    page = browser.get(PAGE).content.decode()
    assert "The account is linked." in page
    assert page.count(">Unlink<") == 2
    other = Client()
    other.get(leave(other, "", "/sign-in/with/work/", callback))
    assert other.session["_auth_user_id"] == browser.session["_auth_user_id"]


def test_an_account_elsewhere_is_linked_to_one_account_here(
    browser: Client, elsewhere: OpenIDServer, ann: User
) -> None:
    as_ann = Client()
    as_ann.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    as_ann.post("/settings/confirm/", {"password": PASSWORD})
    as_ann.get(leave(as_ann, "", "/settings/accounts/add/oidc/"))
    assert "It is linked to another account here." in as_ann.get(PAGE).content.decode()
    assert not SocialAccount.objects.filter(user=ann).exists()


def test_the_last_way_to_sign_in_stays(browser: Client) -> None:
    answer = browser.post(f"{PAGE}{link_of(browser)}/remove/")
    assert answer.status_code == 409
    assert "no other way to sign in" in answer.content.decode()
    assert SocialAccount.objects.count() == 1


def test_with_a_password_it_is_unlinked_and_the_address_gets_a_notice(
    browser: Client, mailbox: Mailbox
) -> None:
    User.objects.update(email="cid@example.org")
    sets_password(browser)
    assert "The password of your account was changed." in mailbox.take()[1].get_content()
    assert browser.post(f"{PAGE}{link_of(browser)}/remove/")["Location"] == PAGE
    assert not SocialAccount.objects.exists()
    assert "was unlinked from your account" in mailbox.take()[1].get_content()


def test_nobody_unlinks_the_account_of_another(browser: Client, ann: User) -> None:
    as_ann = Client()
    as_ann.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    as_ann.post("/settings/confirm/", {"password": PASSWORD})
    as_ann.post(f"{PAGE}{link_of(browser)}/remove/")
    assert SocialAccount.objects.count() == 1


def test_without_providers_there_is_no_such_page(as_ann: Client) -> None:
    assert as_ann.get(PAGE).status_code == 404
    assert PAGE not in as_ann.get("/settings/").content.decode()
