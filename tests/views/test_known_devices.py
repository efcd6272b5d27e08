"""A device that signed in before is not kept out by what others try."""

from typing import Any

from django.test import Client

from chat.actions import sign_in
from chat.models import User
from tests.views.conftest import PASSWORD

NEW = "a quiet afternoon"


def signs_in(client: Client, username: str = "ann", password: str = PASSWORD) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password})


def lock_out(username: str = "ann") -> None:
    """Somebody on the same network guesses until the name and the network are full."""
    while signs_in(Client(), username, "a guess").status_code != 429:
        pass
    number = 0
    while signs_in(Client(), f"nobody{number}", "a guess").status_code != 429:
        number += 1


def known(username: str = "ann") -> Client:
    """A browser that signed in once, and out again."""
    browser = Client()
    assert signs_in(browser, username).status_code == 302
    browser.post("/sign-out/")
    return browser


def test_guesses_of_others_do_not_keep_a_known_device_out(ann: User) -> None:
    browser = known()
    lock_out()
    assert signs_in(Client()).status_code == 429
    assert signs_in(browser).status_code == 302


def test_a_known_device_has_a_limit_of_its_own(ann: User) -> None:
    browser = known()
    assert [signs_in(browser, password="a guess").status_code for _ in range(11)] == [200] * 10 + [429]
    assert signs_in(browser).status_code == 429
    assert signs_in(Client()).status_code == 302


def test_a_device_is_known_for_its_own_account_only(ann: User, bob: User) -> None:
    browser = known("bob")
    lock_out("ann")
    assert signs_in(browser, "ann").status_code == 429


def test_the_name_may_be_written_in_another_way(ann: User) -> None:
    browser = known()
    lock_out()
    assert signs_in(browser, " ann").status_code == 302


def test_another_password_makes_devices_unknown(ann: User) -> None:
    browser = known()
    ann.set_password(NEW)
    ann.save()
    lock_out()
    assert signs_in(browser, password=NEW).status_code == 429


def test_a_device_stays_known_when_it_changes_the_password(ann: User) -> None:
    browser = Client()
    signs_in(browser)
    browser.post(
        "/settings/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    )
    browser.post("/sign-out/")
    lock_out()
    assert signs_in(browser, password=NEW).status_code == 302


def test_what_was_not_signed_here_is_no_device(ann: User) -> None:
    lock_out()
    for cookie in ("nonsense", "", sign_in.device_cookie(ann) + "x"):
        browser = Client()
        browser.cookies["device"] = cookie
        assert signs_in(browser).status_code == 429


def test_scripts_cannot_read_the_cookie(ann: User) -> None:
    cookie = signs_in(Client()).cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/sign-in/")
