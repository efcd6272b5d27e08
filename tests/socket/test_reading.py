"""read: one's own marker, which never goes back."""

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Accounts


async def marker(client: Client, room: str) -> int:
    return int((await client.join(room))["read"])


async def test_everything_up_to_the_marker_is_read(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=5)
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        assert await marker(member, room) == 0
        await member.send("read", room=room, seq=3)
        assert await marker(member, room) == 3
        assert await marker(other, room) == 0


async def test_it_never_goes_back_and_is_cut_to_the_head(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=5)
    async with accounts.member.at(instance) as member:
        for seq, stands in ((3, 3), (2, 3), (0, 3), (2**53 - 1, 5), (4, 5)):
            await member.send("read", room=room, seq=seq)
            assert await marker(member, room) == stands
        await member.post(room)
        assert await marker(member, room) == 5


async def test_ones_own_other_sockets_are_told(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=5)
    async with (
        accounts.member.at(instance) as one,
        accounts.member.at(instance) as two,
        accounts.other.at(instance) as other,
    ):
        for client in (one, two, other):
            await client.follow(room)
        await one.send("read", room=room, seq=3)
        assert await two.wait_for(type="read") == {"type": "read", "room": room, "seq": 3}
        await one.send("read", room=room, seq=2)  # moves nothing
        await one.send("read", room=room, seq=3)
        for client in (one, two, other):
            await client.settle()
        assert (one.all("read"), len(two.all("read")), other.all("read")) == ([], 1, [])


async def test_they_are_told_on_other_instances_too(
    pair: tuple[Instance, Instance], accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=5)
    async with accounts.member.at(pair[0]) as here, accounts.member.at(pair[1]) as there:
        await here.follow(room)
        await there.follow(room)
        await here.send("read", room=room, seq=3)
        assert (await there.wait_for(type="read"))["seq"] == 3
        assert await marker(there, room) == 3
        await there.send("read", room=room, seq=2)
        assert await marker(there, room) == 3
        await there.send("read", room=room, seq=5)
        await here.wait_for(type="read", seq=5)
        assert [frame["seq"] for frame in here.all("read")] == [5]


async def test_only_an_error_is_an_answer(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member, accounts.banned.at(instance) as banned:
        await member.send("read", room=room, seq=0, id="mine")
        await member.settle()
        assert not [frame for frame in member.received if frame.get("id") == "mine"]
        assert await member.refused("read", room="no-such-room", seq=0) == "not_found"
        assert await banned.refused("read", room=room, seq=0) == "forbidden"
