"""With STAFF_SECOND_FACTOR, the admin opens to those only who have shown a second factor."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from chat.models import AuditEntry, User
from tests.views.conftest import PASSWORD, forgotten_attempts, quick_hashes
from tests.views.test_second_factor import code_of

__all__ = ["forgotten_attempts", "quick_hashes"]
SECRET = "ZAIR5QDYTEWKTDXIPORLF3SZH7XXC2JA"
CODE = "/settings/confirm/code/"


@pytest.fixture
def boss(transactional_db: None, settings: Any) -> User:
    settings.STAFF_SECOND_FACTOR = True
    return User.objects.create_superuser("boss", "", PASSWORD)


@pytest.fixture
def browser(boss: User) -> Client:
    """In which the boss signed in by the password alone."""
    client = Client()
    client.post("/sign-in/", {"username": "boss", "password": PASSWORD})
    return client


def opens(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_who_has_none_is_sent_to_set_one_up(browser: Client) -> None:
    page = browser.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/settings/second-factor/"
    assert "The admin needs a second factor." in page.content.decode()


def test_who_set_one_up_is_asked_for_a_code_and_comes_in(browser: Client, boss: User) -> None:
    TOTP.activate(boss, SECRET)
    asked = browser.get("/admin/chat/user/", follow=True)
    assert asked.redirect_chain[-1][0].startswith(CODE)
    wanted = "/admin/chat/user/"
    answer = browser.post(f"{CODE}?next={wanted}", {"code": code_of(SECRET), "next": wanted})
    assert answer["Location"] == wanted
    assert opens(browser)


def test_who_signs_in_with_it_comes_in(boss: User) -> None:
    TOTP.activate(boss, SECRET)
    client = Client()
    client.post("/sign-in/?next=/admin/", {"username": "boss", "password": PASSWORD, "next": "/admin/"})
    assert client.post("/sign-in/code/", {"code": code_of(SECRET)})["Location"] == "/admin/"
    assert opens(client)


def test_without_it_the_admin_is_closed_again(browser: Client, boss: User) -> None:
    TOTP.activate(boss, SECRET)
    browser.post(f"{CODE}?next=/admin/", {"code": code_of(SECRET), "next": "/admin/"})
    assert opens(browser)
    Authenticator.objects.all().delete()
    assert not opens(browser)
    cache.clear()


def test_who_is_not_of_the_staff_is_told_nothing_of_it(boss: User) -> None:
    User.objects.create_user("ann", password=PASSWORD)
    client = Client()
    client.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    assert client.get("/admin/", follow=True).status_code == 403


def test_nobody_is_asked_where_the_setting_is_off(browser: Client, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False
    assert opens(browser)


@pytest.mark.usefixtures("room")
def test_an_administrator_removes_one_that_was_lost_and_others_do_not(
    root: Client, staff: Client, moderate: Any
) -> None:
    ann = User.objects.get(username="ann")
    TOTP.activate(ann, SECRET)
    assert "Only an administrator" in moderate(staff, "user", "remove_second_factor", str(ann.pk), reason="")
    assert Authenticator.objects.exists()
    moderate(root, "user", "remove_second_factor", str(ann.pk), reason="lost her phone")
    assert not Authenticator.objects.exists()
    entry = AuditEntry.objects.get(action="remove second factor")
    assert (entry.user, entry.reason) == (ann, "lost her phone")
