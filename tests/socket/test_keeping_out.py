"""Out of a room: bans and kicks, done by another process, reach the sockets of every instance."""

import asyncio

import pytest

from tests.backstage import Backstage
from tests.cast import Cast, Player, Stage
from tests.client import Client, new_id
from tests.instance import Instance
from tests.socket.elsewhere import SOON, done


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
