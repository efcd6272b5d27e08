"""typing and presence: for the others, and not for ever."""

import asyncio
import time
from functools import partial

from tests.backstage import Backstage
from tests.cast import Cast, Stage
from tests.client import Client
from tests.instance import Instance


async def test_typing_is_shown_to_the_others_in_the_room(instance: Instance, cast: Cast, room: str) -> None:
    async with (
        cast.member.at(instance) as member,
        cast.member.at(instance) as second,
        cast.other.at(instance) as other,
        cast.owner.at(instance) as elsewhere,
    ):
        for client in (member, second, other):
            await client.follow(room)
        await member.send("typing", room=room, id="mine")
        assert await other.wait_for(type="typing") == {
            "type": "typing",
            "room": room,
            "user": cast.member.author,
        }
        for client in (member, second, elsewhere):
            await client.settle()
            assert client.all("typing") == []
        assert not [frame for frame in member.received if frame.get("id") == "mine"]


async def test_typing_reaches_other_instances(pair: tuple[Instance, Instance], cast: Cast, room: str) -> None:
    async with cast.member.at(pair[0]) as member, cast.other.at(pair[1]) as other:
        await other.follow(room)
        await member.send("typing", room=room)
        assert (await other.wait_for(type="typing"))["user"] == cast.member.author


async def test_typing_more_often_than_every_three_seconds_is_not_shown_more_often(
    instance: Instance, cast: Cast, room: str
) -> None:
    async with cast.member.at(instance) as member, cast.other.at(instance) as other:
        await other.follow(room)
        for _ in range(5):
            await member.send("typing", room=room)
        await member.settle()
        await other.settle()
        assert len(other.all("typing")) == 1


async def test_where_one_may_not_type(instance: Instance, cast: Cast, room: str) -> None:
    async with cast.banned.at(instance) as banned:
        assert await banned.refused("typing", room=room) == "forbidden"
        assert await banned.refused("typing", room="no-such-room") == "not_found"


async def test_presence_comes_after_each_joined_and_when_it_changes(
    instance: Instance, cast: Cast, room: str
) -> None:
    async with cast.member.at(instance) as member:
        await member.follow(room)
        first = await member.wait_for(type="presence")
        assert first == {"type": "presence", "room": room, "online": [cast.member.author], "count": 1}
        mark = member.mark()
        await member.join(room)
        assert await member.wait_for(type="presence", start=mark) == first
        async with cast.other.at(instance) as other, cast.other.at(instance) as second:
            await other.follow(room)
            await second.follow(room)  # two sockets are one person
            both = await other.wait_for(type="presence", count=2)
            assert sorted(user["username"] for user in both["online"]) == ["member", "other"]
            await member.wait_for(type="presence", count=2)


async def test_nobody_is_told_who_is_there_more_often_than_every_five_seconds(
    instance: Instance, cast: Cast, room: str
) -> None:
    """But after each `joined`. Whoever comes and goes meanwhile, the last list is the right one."""
    times: list[float] = []
    async with cast.member.at(instance) as member:
        await member.follow(room)

        def count() -> bool:
            if len(member.all("presence")) > len(times):
                times.append(time.monotonic())
            return len(times) == 2

        async def come_and_go() -> None:
            while True:
                async with cast.other.at(instance) as other:
                    await other.follow(room)
                    await asyncio.sleep(0.3)

        moving = asyncio.create_task(come_and_go())
        await member.until(count, within=15)
        moving.cancel()
        assert times[1] - times[0] > 4.5
        await member.wait_for(type="presence", count=1, start=len(member.received) - 1)


async def test_presence_is_that_of_all_instances(
    pair: tuple[Instance, Instance], cast: Cast, room: str
) -> None:
    async with cast.member.at(pair[0]) as member, cast.other.at(pair[1]) as other:
        await member.follow(room)
        await other.follow(room)
        for client in (member, other):
            both = await client.wait_for(type="presence", room=room, count=2)
            assert sorted(user["username"] for user in both["online"]) == ["member", "other"]


async def test_a_new_name_is_shown_on_every_instance(
    pair: tuple[Instance, Instance], cast: Cast, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(pair[0]) as renamed, cast.other.at(pair[1]) as other:
        for client in (renamed, other):
            await client.follow(room)
        await asyncio.to_thread(backstage, "change_name", person=somebody.id, name="Another Name")

        def shown(client: Client) -> bool:
            lists = [{user["name"] for user in frame["online"]} for frame in client.all("presence")]
            return {"Another Name", cast.other.name} in lists

        for client in (renamed, other):
            await client.until(partial(shown, client), within=10)


async def test_above_a_hundred_people_only_their_number_is_told(
    instance: Instance, cast: Cast, room: str, stage: Stage
) -> None:
    crowd = [stage.passer_by().at(instance) for _ in range(100)]
    for client in crowd:
        await client.__aenter__()
        await client.send("join", room=room)
    for client in crowd:
        await client.wait_for(type="joined")
    async with cast.member.at(instance) as member:
        mark = crowd[0].mark()
        await member.follow(room)
        assert await member.wait_for(type="presence") == {"type": "presence", "room": room, "count": 101}
        await crowd[0].wait_for(type="presence", count=101, start=mark)
    for client in crowd:
        await client.close()
