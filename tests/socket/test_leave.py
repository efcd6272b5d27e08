"""leave: answered always, and nothing of the room comes after it."""

from tests.client import new_id
from tests.instance import Instance
from tests.workspace import Accounts


async def test_left_is_the_answer(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        left = await member.ask("leave", room=room, id="mine")
        assert left == {"type": "left", "room": room, "reason": "left", "id": "mine"}


async def test_it_is_the_answer_whatever_the_room(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.banned.at(instance) as banned:
        for somewhere in (room, "no-such-room", "", "Ünlikely\n\0"):
            left = await banned.ask("leave", room=somewhere)
            assert (left["room"], left["reason"]) == (somewhere, "left")


async def test_no_event_comes_after_it(instance: Instance, accounts: Accounts, room: str) -> None:
    """Posts are under way all the time; the client complains of what comes after `left`."""
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        for _ in range(10):
            await member.follow(room)
            for _ in range(5):
                await owner.send("post", room=room, id=new_id(), text="hello")
            await member.ask("leave", room=room)
        mark = member.mark()
        await owner.post(room)
        await member.settle()
        assert member.all("event", mark) == []
        await member.follow(room)


async def test_what_was_posted_before_it_is_acked_before_it(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        ids = [new_id() for _ in range(20)]
        for id in ids:
            await member.send("post", room=room, id=id, text="hello")
        await member.send("leave", room=room)
        await member.wait_for(type="left")
        assert [ack["id"] for ack in member.all("ack")] == ids
