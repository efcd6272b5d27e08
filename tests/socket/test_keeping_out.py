"""What is done elsewhere (a command, the admin, another browser) reaches open sockets.

Everything here is done by another process. Where Redis does not join it to the instance, the contract
gives it two seconds.
"""

import asyncio
import time
from collections.abc import Callable

import pytest

from tests.backstage import Backstage
from tests.cast import Cast, Player, Stage
from tests.client import Client, new_id
from tests.instance import Instance

SOON = 2.0  # seconds


async def done(do: Callable[[], object]) -> float:
    """Does it beside the event loop; the moment at which it was done."""
    await asyncio.to_thread(do)
    return time.monotonic()


async def closes(client: Client, code: int, do: Callable[[], object]) -> None:
    began = await done(do)
    assert await client.closed(SOON) == code
    assert time.monotonic() - began < SOON


# --- out of the house --------------------------------------------------------------------------------------


async def test_a_revoked_token_closes_its_sockets_and_no_other(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    other_token = backstage("token", person=somebody.id)
    async with somebody.at(instance) as one, Client(instance.ws_url, token=other_token) as two:
        await closes(one, 4401, lambda: backstage("revoke", token=somebody.token))
        await two.settle()
    late = await somebody.at(instance).open()
    assert await late.closed() == 4401


async def test_the_end_of_a_session_closes_its_sockets_and_no_other(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    other = backstage("session", person=somebody.id)
    async with (
        somebody.browsing(instance) as one,
        Client(instance.ws_url, cookie=other, origin=instance.url) as two,
    ):
        await closes(one, 4401, lambda: backstage("sign_out", cookie=somebody.cookie))
        await two.settle()
    late = await somebody.browsing(instance).open()
    assert await late.closed() == 4401


async def test_a_session_that_runs_out_closes_its_sockets(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    short = backstage("session", person=somebody.id, seconds=2)
    async with Client(instance.ws_url, cookie=short, origin=instance.url) as browser:
        assert await browser.closed(5) == 4401


async def test_a_new_password_closes_the_sockets_of_earlier_sessions_and_no_program(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    async with somebody.browsing(instance) as browser, somebody.at(instance) as program:
        await closes(browser, 4401, lambda: backstage("change_password", person=somebody.id))
        await program.settle()


async def test_a_suspended_account_closes_all_its_sockets(
    instance: Instance, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(instance) as program, somebody.browsing(instance) as browser:
        await program.follow(room)
        await done(lambda: backstage("suspend", person=somebody.id))
        assert await program.closed(SOON) == 4403
        assert await browser.closed(SOON) == 4403
    late = await somebody.browsing(instance).open()
    assert await late.closed() == 4403
    backstage("unsuspend", person=somebody.id)
    async with asyncio.timeout(SOON):
        while (again := await somebody.browsing(instance).open()) and not await is_welcome(again):
            await asyncio.sleep(0.1)
    await again.close()


async def is_welcome(client: Client) -> bool:
    try:
        await client.welcomed()
    except AssertionError:
        return False
    return True


async def test_a_deleted_account_is_signed_in_nowhere(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(instance) as program, somebody.browsing(instance) as browser:
        await done(lambda: backstage("delete_person", person=somebody.id))
        assert await program.closed(SOON) in (4401, 4403)
        assert await browser.closed(SOON) in (4401, 4403)
    late = await somebody.browsing(instance).open()
    assert await late.closed() == 4401


async def test_a_new_name_is_spoken_under_at_once_and_nobody_is_closed(
    instance: Instance, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.browsing(instance) as browser:
        await browser.follow(room)
        await browser.post(room)
        await done(lambda: backstage("change_name", person=somebody.id, name="Another Name"))
        async with asyncio.timeout(SOON):
            while True:
                seq = await browser.post(room)
                event = await browser.wait_for(type="event", seq=seq)
                if event["author"]["name"] == "Another Name":
                    break
                await asyncio.sleep(0.1)
        [first] = browser.all("event", seq=1)
        assert first["author"]["name"] == somebody.name


# --- out of a room -----------------------------------------------------------------------------------------


@pytest.fixture(params=["alone", "pair"])
def place(request: pytest.FixtureRequest) -> Instance:
    if request.param == "alone":
        alone: Instance = request.getfixturevalue("instance")
        return alone
    two: Instance = request.getfixturevalue("pair")[1]
    return two


async def test_the_banned_are_told_and_get_nothing_more(
    place: Instance, cast: Cast, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    elsewhere = stage.room()
    async with somebody.at(place) as program, cast.owner.at(place) as owner:
        view = await program.follow(room)
        await program.follow(elsewhere)
        await done(lambda: backstage("ban", by=cast.moderator.id, room=room, person=somebody.id))
        left = await program.wait_for(type="left", within=SOON)
        assert left == {"type": "left", "room": room, "reason": "banned"}
        head = view.head
        await owner.post(room)
        await program.settle()
        assert view.head == head
        for frame in (
            {"type": "join"},
            {"type": "history"},
            {"type": "post", "text": "x"},
            {"type": "edit", "seq": 1, "text": "x"},
            {"type": "delete", "seq": 1},
            {"type": "react", "seq": 1, "emoji": "👍", "on": True},
            {"type": "typing"},
            {"type": "read", "seq": 0},
        ):
            assert await program.refused(**frame, room=room) == "forbidden"
        assert (await program.ask("leave", room=room))["reason"] == "left"
        assert await program.post(elsewhere) == 1
        await done(lambda: backstage("unban", by=cast.moderator.id, room=room, person=somebody.id))
        await let_in(program, room)


async def let_in(client: Client, room: str) -> None:
    async with asyncio.timeout(SOON):
        while (await client.ask_loosely("join", room=room))["type"] != "joined":
            await asyncio.sleep(0.1)


async def test_what_the_banned_are_saying_just_then_is_stored_or_refused(
    place: Instance, cast: Cast, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(place) as program:
        await program.follow(room)

        async def talk() -> None:
            while not program.all("left"):
                await program.send("post", room=room, id=new_id(), text="x")
                await asyncio.sleep(0.002)

        talking = asyncio.create_task(talk())
        await done(lambda: backstage("ban", by=cast.owner.id, room=room, person=somebody.id))
        await talking
        await program.ask("leave", room=room)  # comes when everything before it is answered
        codes = {error["code"] for error in program.all("error")}
        assert codes <= {"forbidden"}
    async with cast.owner.at(place) as owner:
        stored = (await owner.load_all(room)).seqs
        assert len(stored) == len(program.all("ack"))


async def test_the_kicked_are_told_and_may_come_back(
    place: Instance, cast: Cast, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(place) as program:
        await program.follow(room)
        await done(lambda: backstage("kick", by=cast.owner.id, room=room, person=somebody.id))
        assert (await program.wait_for(type="left", within=SOON))["reason"] == "kicked"
        await program.follow(room)
        await program.post(room)


async def test_others_are_not_put_out(
    place: Instance, cast: Cast, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(place) as program, cast.member.at(place) as member:
        await member.follow(room)
        await program.follow(room)
        await done(lambda: backstage("ban", by=cast.owner.id, room=room, person=somebody.id))
        await program.wait_for(type="left", within=SOON)
        await member.post(room)
        assert member.all("left") == []


@pytest.mark.parametrize("do", ["ban", "kick"])
def test_only_moderators_put_people_out(
    stage: Stage, cast: Cast, backstage: Backstage, room: str, do: str
) -> None:
    for by in (cast.member, cast.outsider, cast.banned):
        assert fails(backstage, do, by, room, cast.other)
    assert fails(backstage, do, cast.moderator, room, cast.owner)
    assert fails(backstage, do, cast.owner, room, cast.owner)


def fails(backstage: Backstage, do: str, by: Player, room: str, person: Player) -> bool:
    try:
        backstage(do, by=by.id, room=room, person=person.id)
    except AssertionError as failed:
        return "Refused" in str(failed)
    return False


# --- to everyone -------------------------------------------------------------------------------------------


async def test_news_reach_everyone_who_is_connected(
    place: Instance, cast: Cast, backstage: Backstage
) -> None:
    async with cast.member.at(place) as member, cast.outsider.browsing(place) as outsider:
        await done(lambda: backstage("announce", text="Tea at **four**"))
        for client in (member, outsider):
            news = await client.wait_for(type="news", within=SOON)
            assert news["text"] == "Tea at **four**"
            assert "<strong>four</strong>" in news["html"]


async def test_what_another_process_says_reaches_those_who_follow(
    place: Instance, cast: Cast, backstage: Backstage, room: str
) -> None:
    async with cast.member.at(place) as member:
        view = await member.follow(room)
        await done(lambda: backstage("post", by=cast.owner.id, room=room, text="from afar"))
        await member.wait_for(type="event", within=SOON)
        seq = await member.post(room, "mine")
        await done(lambda: backstage("delete", by=cast.moderator.id, room=room, seq=seq))
        await member.wait_for(type="event", kind="delete", within=SOON)
        assert view.message(seq)["deleted"]


async def test_an_archived_room_opens_again(
    place: Instance, cast: Cast, backstage: Backstage, room: str
) -> None:
    async with cast.member.at(place) as member:
        await member.post(room)
        await done(lambda: backstage("archive", room=room))
        await member.until_refused("post", "forbidden", room=room, text="x", within=SOON)
        await done(lambda: backstage("archive", room=room, on=False))
        async with asyncio.timeout(SOON):
            while (await member.ask_loosely("post", room=room, text="x"))["type"] != "ack":
                await asyncio.sleep(0.1)


async def test_a_room_keeps_its_name_on_the_wire_when_it_is_renamed(
    instance: Instance, cast: Cast, backstage: Backstage, room: str
) -> None:
    async with cast.member.at(instance) as member:
        await member.follow(room)
        backstage("rename_room", room=room, slug=f"{room}-renamed")
        seq = await member.post(room)
        await member.wait_for(type="event", seq=seq, room=room)
        assert await member.refused("join", room=f"{room}-renamed") == "not_found"
