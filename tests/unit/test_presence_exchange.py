"""What processes send each other about who is in a room, by a real Redis."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.protocol.framing import PLAIN
from chat.realtime import bus_link, presence_exchange
from chat.realtime.hub import Hub
from chat.realtime.sockets import QueuedSocket
from tests.polling import async_wait_until
from tests.unit.hubs import live_room, two_hubs

Items = list[list[Any]]


@pytest.fixture
async def hubs(redis_url: str) -> AsyncIterator[tuple[Hub, Hub]]:
    async with two_hubs(redis_url) as hubs:
        yield hubs


@pytest.fixture
def said(hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch) -> Items:
    """What the first one says of who is here, which arrives all the same."""
    items: Items = []
    put = bus_link.Link.put

    def note(link: bus_link.Link, group: str, item: list[Any], *size: int, before: bool = False) -> None:
        if link in hubs[0].bus.links and item[0].startswith("presence"):
            items.append(item)
        put(link, group, item, *size, before=before)

    monkeypatch.setattr(bus_link.Link, "put", note)
    return items


async def send_nothing(message: Any) -> None:
    """A client that takes everything."""


def enter(hub: Hub, *users: str) -> list[QueuedSocket]:
    """These come to the room `tea`."""
    room = hub.rooms.get("tea") or live_room(hub, "tea")
    actors = (Actor(id=user, key=user, username=user, name=user.title()) for user in users)
    sockets = [QueuedSocket(send_nothing, Credentials(actor)) for actor in actors]
    for socket in sockets:
        room.enter(socket)
    return sockets


def count(hub: Hub) -> int:
    return hub.presence._people["tea"].count


async def arrived(here: Hub, there: Hub) -> None:
    """Returns when `there` has received all that `here` has sent."""
    received: list[str] = []
    there.bus.handlers["typing"] = lambda _, room: received.append(room)
    here.bus.send_all("typing", "no room")
    await async_wait_until(lambda: bool(received))


async def agree(*hubs: Hub, on: int) -> None:
    """Turn after turn, until all know the same number of people, and know all of them."""

    def agreed() -> bool:
        for hub in hubs:
            hub.presence.tick()
        return all(count(hub) == on and hub.presence._people["tea"].is_whole for hub in hubs)

    await async_wait_until(agreed)


async def test_only_those_who_come_and_go_are_sent(hubs: tuple[Hub, Hub], said: Items) -> None:
    one, two = hubs
    enter(two, "zoe")
    sockets = enter(one, *(f"user{n}" for n in range(300)))
    await agree(one, two, on=301)
    said.clear()
    one.rooms["tea"].leave(sockets[7])
    enter(one, "late")
    await agree(one, two, on=301)
    [[kind, room, _, _, people, came, went]] = said
    assert (kind, room, people, came, went) == (
        "presence_change", "tea", 300, [["late", "late", "Late"]], ["user7"]
    )  # fmt: skip


async def test_a_process_that_begins_to_follow_a_room_gets_the_list_in_parts(
    hubs: tuple[Hub, Hub], said: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_exchange, "PART", 10)
    monkeypatch.setattr(presence_exchange, "PACE", 60)
    one, two = hubs
    enter(one, *(f"user{n}" for n in range(95)))
    one.presence.tick()
    await arrived(one, two)
    said.clear()
    enter(two, "zoe")
    await agree(one, two, on=96)
    parts = [item for item in said if item[0] == "presence_part"]
    assert [len(people) for *_, people in parts] == [10] * 9 + [5]
    assert [last for *_, last, _, _ in parts] == [False] * 9 + [True]


async def test_a_turn_names_only_so_many_people(
    hubs: tuple[Hub, Hub], said: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_exchange, "PART", 10)
    monkeypatch.setattr(presence_exchange, "PACE", 60)
    one, _ = hubs
    enter(one, *(f"user{n}" for n in range(200)))
    one.presence.tick()
    said.clear()
    one.presence.exchange.receive_ask("somebody", "tea", {})
    assert len(said) == 3
    for turns in range(2, 6):
        one.presence.tick()
        assert len(said) == 3 * turns


async def test_who_knows_the_newest_change_gets_no_answer(hubs: tuple[Hub, Hub], said: Items) -> None:
    one, two = hubs
    enter(one, "ada")
    enter(two, "zoe")
    await agree(one, two, on=2)
    said.clear()
    known = two.presence._people["tea"].numbers()
    one.presence.exchange.receive_ask(two.bus.id, "tea", known)
    one.presence.exchange.receive_ask(two.bus.id, "a room where nobody is", {})
    assert said == []


async def test_a_lost_change_is_noticed_by_the_next_one_and_made_good(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = hubs
    enter(one, "ada")
    enter(two, "zoe")
    await agree(one, two, on=2)
    with monkeypatch.context() as lossy:
        lossy.setattr(one.bus, "presence_change", lambda *_: None)
        enter(one, "bob")
        one.presence.tick()
    enter(one, "cem")
    await agree(one, two, on=4)
    assert b"bob" in two.presence.frame("tea")[PLAIN]


async def test_an_answer_that_was_lost_in_part_is_asked_for_again(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_exchange, "PART", 2)
    monkeypatch.setattr(presence_exchange, "AGAIN", 0.1)
    one, two = hubs
    enter(one, *(f"user{n}" for n in range(7)))
    one.presence.tick()
    await arrived(one, two)
    lost: list[int] = []
    sent = one.bus.presence_part

    def lossy(room: str, number: int, part: int, *rest: Any) -> None:
        if part == 1 and not lost:
            lost.append(part)
        else:
            sent(room, number, part, *rest)

    monkeypatch.setattr(one.bus, "presence_part", lossy)
    enter(two, "zoe")
    await agree(one, two, on=8)
    assert lost == [1]


async def test_no_list_is_sent_before_it_is_whole(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = hubs
    enter(one, "ada")
    [zoe] = enter(two, "zoe")
    await agree(one, two, on=2)
    monkeypatch.setattr(two.presence.exchange, "is_settled", lambda *_: True)
    written: list[bytes] = []
    zoe._put = written.extend  # type: ignore[assignment, method-assign]
    two.presence.exchange.receive_change(one.bus.id, "tea", 5000, 5001, 3, [["bob", "bob", "Bob"]], [])
    two.presence.greet(two.rooms["tea"], zoe)
    two.presence.tick()
    zoe.flush()
    assert written == []

    def sent() -> bool:
        for hub in hubs:
            hub.presence.tick()
        return bool(written)

    await async_wait_until(sent)
    assert {user["username"] for user in json.loads(written[0])["online"]} == {"zoe", "ada"}


async def test_what_was_lost_with_nothing_after_it_is_asked_for_when_the_layer_is_back(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = hubs
    [ada] = enter(one, "ada")
    enter(two, "zoe")
    await agree(one, two, on=2)
    with monkeypatch.context() as lossy:
        lossy.setattr(one.bus, "presence_change", lambda *_: None)
        one.rooms["tea"].leave(ada)
        one.presence.tick()
    one.bus.lost()
    await agree(one, two, on=1)


async def test_a_process_that_was_taken_for_dead_is_known_again(hubs: tuple[Hub, Hub]) -> None:
    one, two = hubs
    enter(one, "ada")
    enter(two, "zoe")
    await agree(one, two, on=2)
    two.bus.peers._peers[one.bus.id].seen_at = 0.0  # it has been silent since
    two.presence.tick()
    assert count(two) == 1
    one.bus.beat()
    await agree(one, two, on=2)


async def test_a_room_that_is_not_followed_here_costs_nothing(hubs: tuple[Hub, Hub]) -> None:
    one, two = hubs
    enter(one, "ada")
    one.presence.tick()
    await arrived(one, two)
    assert two.presence._people == {}


async def test_the_first_one_in_a_room_is_greeted_with_what_the_others_answer(hubs: tuple[Hub, Hub]) -> None:
    one, two = hubs
    enter(one, "ada")
    one.presence.tick()
    await arrived(one, two)
    [zoe] = enter(two, "zoe")
    written: list[bytes] = []
    zoe._put = written.extend  # type: ignore[assignment, method-assign]
    two.presence.greet(two.rooms["tea"], zoe)
    zoe.flush()
    assert written == []
    await agree(one, two, on=2)

    def greeted() -> bool:
        two.presence.tick()
        return bool(written)

    await async_wait_until(greeted)
    assert [user["username"] for user in json.loads(written[0])["online"]] == ["zoe", "ada"]
