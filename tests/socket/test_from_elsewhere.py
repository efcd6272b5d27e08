"""What another process says or changes reaches those who are connected."""

import asyncio

from tests.backstage import Backstage
from tests.cast import Cast
from tests.instance import Instance
from tests.socket.elsewhere import SOON, done


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
