"""Who may enter a room is looked up once, and forgotten by notice, a look-up that is under way included."""

import asyncio
import threading
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.queries.access import NEITHER, Access
from chat.realtime import loader, member_access
from chat.realtime.hub import Hub
from chat.realtime.member_access import MemberAccess
from chat.realtime.sockets import QueuedSocket
from chat.storage.batching import Batcher
from tests.polling import async_wait_until
from tests.unit.hubs import live_room

BANNED = Access(banned=True)


class Database:
    """Who is banned, as it is stored; an answer is given when the test says so."""

    def __init__(self) -> None:
        self.banned: set[str] = set()
        self.asked: list[list[str]] = []
        self.release = threading.Event()
        self.release.set()

    def find(self, users: list[str]) -> dict[str, Access]:
        found = dict.fromkeys(self.banned & set(users), BANNED)
        self.asked.append(users)
        assert self.release.wait(10)
        return found


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
async def access(database: Database) -> MemberAccess:
    access = MemberAccess("tea")
    access._look_ups = Batcher(database.find)
    return access


async def test_somebody_is_looked_up_once(access: MemberAccess, database: Database) -> None:
    database.banned = {"ban"}
    for user in ("ada", "ban", "ada", "ban"):
        await access.look_up(user)
    assert (access.of("ada"), access.of("ban"), access.of("eve")) == (NEITHER, BANNED, None)
    assert database.asked == [["ada"], ["ban"]]


@pytest.mark.parametrize("everyone", [False, True])
async def test_an_answer_that_was_on_its_way_when_the_notice_came_is_not_believed(
    access: MemberAccess, database: Database, everyone: bool
) -> None:
    database.release.clear()
    looking = asyncio.create_task(access.look_up("ada"))
    await async_wait_until(lambda: bool(database.asked))
    database.banned = {"ada"}
    if everyone:
        access.forget_all()
    else:
        access.forget("ada")
    database.release.set()
    await looking
    assert access.of("ada") == BANNED
    assert database.asked == [["ada"], ["ada"]]


async def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setattr(member_access, "REMEMBERED", 3)
    access = MemberAccess("tea")
    access._look_ups = Batcher(database.find)
    for user in "abcde":
        await access.look_up(user)
    assert [access.is_known(user) for user in "abcde"] == [False, False, True, True, True]


async def send_nothing(message: Any) -> None:
    """A client that takes everything."""


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    hub = Hub()
    monkeypatch.setattr(loader, "room_state", lambda room: hub.rooms[room].state)
    return hub


def enter(hub: Hub, *users: str) -> list[QueuedSocket]:
    room = live_room(hub, "tea")
    sockets = [
        QueuedSocket(send_nothing, Credentials(Actor(id=user, key=user, username=user, name=user)))
        for user in users
    ]
    for socket in sockets:
        room.enter(socket)
        room.access._known[socket.actor.id] = NEITHER
    return sockets


@pytest.mark.parametrize("reason", ["kicked", "banned"])
async def test_who_is_removed_is_forgotten_at_once_and_the_others_are_not(hub: Hub, reason: str) -> None:
    enter(hub, "ada", "bob")
    hub.notice_handlers.handle("left", {"room": "tea", "user": "ada", "reason": reason})
    access = hub.rooms["tea"].access
    assert (access.is_known("ada"), access.is_known("bob")) == (False, True)
    assert list(hub.rooms["tea"].people) == ["bob"]


async def test_after_a_change_of_the_room_all_are_looked_up_and_who_is_banned_is_removed(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(hub, "ada", "bob")
    monkeypatch.setattr(loader, "access_of", lambda room, users: {"ada": BANNED})
    hub.notice_handlers.handle("room", {"room": "tea"})
    assert not hub.rooms["tea"].access.is_known("bob")
    await async_wait_until(lambda: list(hub.rooms["tea"].people) == ["bob"])


async def test_news_that_may_be_about_anybody_is_so_here_too(hub: Hub) -> None:
    enter(hub, "ada")
    hub.notice_handlers.handle("a kind of a newer version", {"room": "tea"})
    assert not hub.rooms["tea"].access.is_known("ada")
