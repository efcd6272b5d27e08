"""Authenticator apps and recovery codes: set up, asked for, and taken away."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from chat.models import User
from tests.mailbox import Mailbox, mailbox
from tests.views.conftest import PASSWORD

__all__ = ["mailbox"]
CONFIRM = "/settings/confirm/"
OVERVIEW = "/settings/second-factor/"
APP, CODES = f"{OVERVIEW}app/", f"{OVERVIEW}recovery-codes/"
STEP = "/sign-in/code/"


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or so many codes `later`."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1 + later]))


def at_once(clients: list[Client], codes: list[str]) -> None:
    """All of these sign in by their code at the same moment."""
    ready = Barrier(len(clients))

    def show(client: Client, code: str) -> None:
        ready.wait()
        client.post(STEP, {"code": code})

    for client in clients:
        signs_in(client)
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(show, clients, codes))


def signs_in(client: Client, **more: str) -> Any:
    return client.post("/sign-in/", {"username": "ann", "password": PASSWORD, **more})


def confirm(client: Client, where: str) -> None:
    assert client.post(f"{CONFIRM}?next={where}", {"password": PASSWORD, "next": where})["Location"] == where


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


@pytest.fixture
def browser(ann: User) -> Client:
    client = Client()
    signs_in(client)
    return client


@pytest.fixture
def secret(browser: Client) -> str:
    """Of an app that Ann set up in this browser."""
    confirm(browser, APP)
    secret = str(browser.get(APP).context["form"].secret)
    assert browser.post(APP, {"code": code_of(secret)})["Location"] == CODES
    cache.clear()  # a code works once, and the next test second may have the same one
    return secret


def recovery_codes(browser: Client) -> list[str]:
    return re.findall(r"<code>(\d{8})</code>", browser.get(CODES).content.decode())


def test_setting_up_asks_for_the_password_first(browser: Client) -> None:
    answer = browser.get(APP)
    assert answer["Location"] == f"{CONFIRM}?next=%2Fsettings%2Fsecond-factor%2Fapp%2F"
    wrong = browser.post(answer["Location"], {"password": "a guess", "next": APP})
    assert "That is not your current password." in wrong.content.decode()
    assert browser.get(APP).status_code == 302
    confirm(browser, APP)
    assert browser.get(APP).status_code == 200


def test_an_app_is_set_up_with_a_code_that_it_shows(browser: Client) -> None:
    confirm(browser, APP)
    secret = browser.get(APP).context["form"].secret
    refused = browser.post(APP, {"code": "000000" if code_of(secret) != "000000" else "1"})
    assert "This code is wrong." in refused.content.decode()
    assert not Authenticator.objects.exists()
    browser.post(APP, {"code": code_of(secret)})
    assert "Remove the app" in browser.get(OVERVIEW).content.decode()


def test_signing_in_asks_for_a_code_and_goes_on_where_one_wanted(ann: User, secret: str) -> None:
    client = Client()
    assert signs_in(client, next="/rooms/")["Location"] == STEP
    assert not is_signed_in(client)
    assert client.post(STEP, {"code": code_of(secret)})["Location"] == "/rooms/"
    assert is_signed_in(client)
    assert client.cookies["device"].value


def test_a_code_works_once(ann: User, secret: str) -> None:
    first, second = Client(), Client()
    code = code_of(secret)
    for client in (first, second):
        signs_in(client)
        client.post(STEP, {"code": code})
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_of_many_who_show_a_code_at_once_one_comes_in(ann: User, secret: str) -> None:
    clients = [Client() for _ in range(6)]
    at_once(clients, [code_of(secret)] * 6)
    assert [is_signed_in(client) for client in clients].count(True) == 1


def test_a_code_that_was_used_is_refused_without_the_cache_too(ann: User, secret: str) -> None:
    first, second = Client(), Client()
    code = code_of(secret)
    for client in (first, second):
        signs_in(client)
        client.post(STEP, {"code": code})
        cache.clear()
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_a_code_from_before_the_last_one_is_refused(ann: User, secret: str) -> None:
    first, second, third = Client(), Client(), Client()
    for client, later in ((first, 0), (second, -1), (third, 1)):
        signs_in(client)
        client.post(STEP, {"code": code_of(secret, later)})
    assert [is_signed_in(client) for client in (first, second, third)] == [True, False, True]


def test_of_many_who_show_a_recovery_code_at_once_one_comes_in(browser: Client, secret: str) -> None:
    clients = [Client() for _ in range(6)]
    at_once(clients, [recovery_codes(browser)[3]] * 6)
    assert [is_signed_in(client) for client in clients].count(True) == 1


def test_different_recovery_codes_at_once_are_all_used_up(browser: Client, secret: str) -> None:
    codes = recovery_codes(browser)
    clients = [Client() for _ in range(6)]
    at_once(clients, codes[:6])
    assert all(is_signed_in(client) for client in clients)
    assert recovery_codes(browser) == codes[6:]


def test_a_recovery_code_signs_in_once(browser: Client, secret: str) -> None:
    codes = recovery_codes(browser)
    assert len(codes) == 10
    clients = [Client(), Client()]
    for client in clients:
        signs_in(client)
        client.post(STEP, {"code": codes[0]})
    assert [is_signed_in(client) for client in clients] == [True, False]
    assert codes[0] not in recovery_codes(browser)


def test_new_recovery_codes_end_the_old_ones(browser: Client, secret: str) -> None:
    before = recovery_codes(browser)
    browser.post(f"{CODES}new/")
    after = recovery_codes(browser)
    assert len(after) == 10
    assert not set(before) & set(after)


def test_guesses_are_limited_for_the_account_wherever_they_come_from(ann: User, secret: str) -> None:
    client = Client()
    signs_in(client)
    answers = [
        client.post(STEP, {"code": "000000"}, REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(11)
    ]
    assert answers == [200] * 10 + [429]
    refused = client.post(STEP, {"code": code_of(secret)})
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert not is_signed_in(client)


def test_the_step_is_nobodys_without_the_password(client: Client, ann: User, secret: str) -> None:
    assert client.get(STEP)["Location"] == "/sign-in/"
    assert client.post(STEP, {"code": code_of(secret)})["Location"] == "/sign-in/"


def test_a_link_for_a_new_password_does_not_go_round_the_code(
    ann: User, secret: str, mailbox: Mailbox
) -> None:
    Client().post("/forgotten/", {"email": "ann@example.org"})
    link = re.search(r"http://localhost:8000(/forgotten/\S+)", mailbox.take()[1].get_content())
    assert link
    client, new = Client(), "a quiet afternoon"
    path = client.get(link[1], follow=True).redirect_chain[-1][0]
    assert client.post(path, {"new_password1": new, "new_password2": new})["Location"] == STEP
    assert not is_signed_in(client)
    client.post(STEP, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_who_was_suspended_meanwhile_does_not_come_in_by_a_code(ann: User, secret: str) -> None:
    client = Client()
    signs_in(client)
    User.objects.filter(pk=ann.pk).update(suspended_at="2026-01-01T00:00Z")
    client.post(STEP, {"code": code_of(secret)})
    assert "suspended" in client.get("/settings/", follow=True).content.decode()
    assert not is_signed_in(client)


def test_an_app_is_removed_with_its_recovery_codes(browser: Client, secret: str) -> None:
    browser.post(f"{APP}remove/")
    assert not Authenticator.objects.exists()
    assert signs_in(Client())["Location"] == "/"


def test_sensitive_pages_ask_whoever_comes_by_another_session(ann: User, secret: str) -> None:
    client = Client()
    signs_in(client)
    client.post(STEP, {"code": code_of(secret)})
    for page in (f"{APP}remove/", CODES, f"{CODES}new/", f"{OVERVIEW}passkeys/"):
        assert client.get(page)["Location"].startswith(CONFIRM), page


def test_one_may_confirm_by_a_code_as_well(ann: User, secret: str) -> None:
    client = Client()
    signs_in(client)
    client.post(STEP, {"code": code_of(secret)})
    assert "Use a code" in client.get(f"{CONFIRM}?next={CODES}").content.decode()
    answer = client.post(f"{CONFIRM}code/?next={CODES}", {"code": code_of(secret, 1), "next": CODES})
    assert answer["Location"] == CODES
    assert client.get(CODES).status_code == 200


def test_guesses_at_the_password_are_limited(browser: Client) -> None:
    answers = [browser.post(CONFIRM, {"password": "a guess"}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_confirmation_leads_to_no_other_site(browser: Client) -> None:
    answer = browser.post(CONFIRM, {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/"
