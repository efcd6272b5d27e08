"""How often something may be done by one person, or from one network, at the pages that do it."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as django_settings
from django.test import Client

from chat.accounts.system_id import SYSTEM_ID
from chat.actions import rooms
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.models import Membership, Room, User
from chat.permissions import limits
from chat.protocol.errors import Refused
from deploy.local import ports
from tests.views.conftest import PASSWORD

HOUR = 3600


@pytest.fixture(params=["memory", "redis"])
def counts(request: pytest.FixtureRequest, settings: Any) -> None:
    """Where limits are counted: in the process, and in the Redis that instances share."""
    if request.param == "redis":
        backend = "django.core.cache.backends.redis.RedisCache"
        options = {"serializer": "chatsite.cache.JSONSerializer"}
        settings.CACHES = {
            "default": {
                "BACKEND": backend,
                "LOCATION": request.getfixturevalue("redis_url"),
                "KEY_PREFIX": request.node.name,
                "OPTIONS": options,
            }
        }


@pytest.fixture
def few(settings: Any) -> None:
    """Two of everything in an hour."""
    for name in dir(django_settings):
        if name.startswith("WICK_LIMIT_"):
            setattr(settings, name, (2, HOUR))


# --- counting ----------------------------------------------------------------------------------------


def passes(limit: limits.Limit, whose: str) -> bool:
    try:
        limit.take(whose)
    except Refused:
        return False
    return True


def test_as_many_pass_as_the_limit_says_however_many_come_at_once(counts: None, few: None) -> None:
    with ThreadPoolExecutor(50) as threads:
        passed = list(threads.map(lambda _: passes(limits.SIGN_UPS, "10.0.0.1"), range(50)))
    assert passed.count(True) == 2


def test_it_says_when_to_try_again(counts: None, few: None) -> None:
    limits.RENAMES.take("somebody")
    limits.RENAMES.take("somebody")
    with pytest.raises(Refused, match=r"Try again in 60 minutes\.") as refused:
        limits.RENAMES.take("somebody")
    assert HOUR - 60 < (refused.value.retry_after or 0) <= HOUR


def test_each_limit_and_each_person_is_counted_apart(counts: None, few: None) -> None:
    for _ in range(3):
        passes(limits.RENAMES, "somebody")
    assert passes(limits.RENAMES, "somebody else")
    assert passes(limits.NEW_ROOMS, "somebody")


def test_what_is_given_back_may_be_taken_again(counts: None, few: None) -> None:
    for _ in range(5):
        limits.SIGN_UPS.take("10.0.0.1")
        limits.SIGN_UPS.give_back("10.0.0.1")
    limits.SIGN_UPS.give_back("10.0.0.1")
    assert [passes(limits.SIGN_UPS, "10.0.0.1") for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (60, "60 seconds"), (61, "2 minutes"), (3600, "60 minutes"), (3601, "2 hours")],
)
def test_a_time_is_said_in_words_and_never_too_short(seconds: int, words: str) -> None:
    assert str(limits.try_again(seconds)) == f"Try again in {words}."


def test_without_the_cache_each_process_counts_alone_and_says_so_once(
    settings: Any, few: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    [port] = ports.free()
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
        }
    }
    monkeypatch.setattr(limits, "_ask_again", 0.0)
    with caplog.at_level(logging.WARNING):
        assert [passes(limits.SIGN_UPS, "10.0.0.9") for _ in range(4)] == [True, True, False, False]
        monkeypatch.setattr(limits, "_ask_again", 0.0)
        assert not passes(limits.SIGN_UPS, "10.0.0.9")
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        monkeypatch.setattr(limits, "_ask_again", 0.0)
        assert passes(limits.SIGN_UPS, "10.0.0.9")
    limits._own_counts.clear()
    assert [record.name for record in caplog.records] == [
        "chat.permissions.limits",
        "chat.permissions.limits",
    ]
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "the cache does not answer",
        "the cache answers again",
    ]
    assert caplog.records[0].exc_info is None


# --- the pages ---------------------------------------------------------------------------------------


def sign_up(client: Client, name: str) -> Any:
    return client.post("/sign-up/", {"username": name, "password": PASSWORD})


def create(client: Client, name: str) -> Any:
    return client.post("/open-a-room/", {"slug": name})


def describe(client: Client, topic: str) -> Any:
    return client.post("/rooms/garden/settings/", {"part": "name", "topic": topic})


def rename(client: Client, name: str) -> Any:
    return client.post("/settings/", {"name": name})


def join(client: Client, slug: str) -> Any:
    return client.post(f"/rooms/{slug}/join/")


@pytest.mark.parametrize("ask", [create, describe, rename])
def test_a_person_beyond_a_limit_is_told_when_to_try_again(
    as_ann: Client, garden: Room, few: None, ask: Callable[[Client, str], Any]
) -> None:
    answers = [ask(as_ann, f"name-{number}") for number in range(3)]
    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert HOUR - 60 < int(answers[-1]["Retry-After"]) <= HOUR
    assert "Try again in 60 minutes." in answers[-1].content.decode()


def test_names_of_all_kinds_are_one_limit(as_ann: Client, garden: Room, few: None) -> None:
    rename(as_ann, "Ann Oak")
    describe(as_ann, "Trees")
    assert rename(as_ann, "Ann Elm").status_code == 429
    assert describe(as_ann, "Bushes").status_code == 429


def test_joining_is_limited_and_being_a_member_already_is_not(as_bob: Client, ann: User, few: None) -> None:
    for slug in ("one", "two", "three"):
        async_to_sync(rooms.create)(Actor.of(ann, trusted=True), slug)
    for slug in ("one", "one", "one", "two"):
        assert join(as_bob, slug).status_code == 302
    assert join(as_bob, "three").status_code == 429
    assert not Membership.objects.filter(room="three", user__username="bob").exists()


def test_accounts_from_one_network_are_limited(client: Client, transactional_db: None, few: None) -> None:
    for name in ("cid", "dan"):
        assert sign_up(Client(), name).status_code == 302
    refused = sign_up(client, "eve")
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert "Too many new accounts from your network." in refused.content.decode()
    elsewhere = client.post("/sign-up/", {"username": "eve", "password": PASSWORD}, REMOTE_ADDR="10.9.9.9")
    assert elsewhere.status_code == 302


def test_accounts_asked_for_at_the_same_moment_are_all_counted(transactional_db: None, few: None) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: sign_up(Client(), f"name{n}").status_code, range(50)))
    assert (answers.count(302), answers.count(429)) == (2, 48)
    assert User.objects.exclude(pk=SYSTEM_ID).count() == 2


def test_rooms_asked_for_at_the_same_moment_are_all_counted(ann: User, few: None) -> None:
    def ask(number: int) -> int:
        browser = Client()
        browser.force_login(ann)
        return int(create(browser, f"room-{number}").status_code)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(50)))
    assert (answers.count(302), answers.count(429)) == (2, 48)
    assert Room.objects.count() == 2


def test_commands_are_not_limited(transactional_db: None, few: None) -> None:
    for number in range(4):
        async_to_sync(rooms.create)(system_account(), f"room-{number}")
    assert Room.objects.count() == 4
