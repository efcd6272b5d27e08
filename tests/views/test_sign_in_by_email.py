"""Signing in by a mail address instead of the user name."""

from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from chat.models import User
from tests.views.conftest import PASSWORD


def signs_in(login: str, password: str = PASSWORD, client: Client | None = None) -> Any:
    return (client or Client()).post("/sign-in/", {"username": login, "password": password})


def test_by_ones_address_in_any_case(ann: User) -> None:
    assert signs_in("ann@example.org").status_code == 302
    assert signs_in(" Ann@Example.org ").status_code == 302


def test_a_confirmed_address_is_its_owners(ann: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(email="ann@example.org")
    assert signs_in("ann@example.org").status_code == 200
    EmailAddress.objects.create(user=ann, email="ann@example.org", verified=True, primary=True)
    browser = Client()
    assert signs_in("ann@example.org", client=browser).status_code == 302
    assert browser.session["_auth_user_id"] == str(ann.pk)


def test_an_address_that_an_account_has_no_more_is_nobodys(ann: User) -> None:
    EmailAddress.objects.create(user=ann, email="old@example.org", verified=True)
    assert signs_in("old@example.org").status_code == 200


def test_guesses_by_address_and_by_name_are_one_count(ann: User) -> None:
    answers = [signs_in(("ann", "ann@example.org")[n % 2], "a guess").status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_answer_does_not_say_whether_an_account_has_an_address(ann: User) -> None:
    known, unknown = signs_in("ann@example.org", "a guess"), signs_in("nobody@example.org", "a guess")
    assert known.status_code == unknown.status_code == 200
    text = "That name and password do not match."
    assert text in known.content.decode()
    assert text in unknown.content.decode()


def test_a_known_device_is_known_by_its_address_too(ann: User) -> None:
    browser = Client()
    signs_in("ann", client=browser)
    browser.post("/sign-out/")
    for _ in range(11):
        signs_in("ann", "a guess")
    assert signs_in("ann").status_code == 429
    assert signs_in("ann@example.org", client=browser).status_code == 302
