"""The frame `keep`: acked without a seq, and told to one's own sockets on whichever instance."""

from tests.actions_process import ActionsProcess
from tests.instance import Instance
from tests.workspace import Accounts


async def test_it_is_acked_and_told_to_all_of_ones_own_sockets(
    pair: tuple[Instance, Instance], accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    member = accounts.member
    actions("join", user=member.id, room=room)
    async with (
        member.at(pair[0]) as here,
        member.at(pair[1]) as there,
        accounts.other.at(pair[0]) as other,
    ):
        seq = await here.post(room)
        ack = await here.ask("keep", room=room, seq=seq, on=True, id="mine")
        assert ack == {"type": "ack", "id": "mine", "room": room}
        for socket in (here, there):
            frame = await socket.wait_for(type="kept")
            assert frame == {"type": "kept", "room": room, "seq": seq, "on": True}
        await there.ask("keep", room=room, seq=seq, on=True)  # nothing changes
        await there.ask("keep", room=room, seq=seq, on=False)
        assert (await here.wait_for(type="kept", on=False))["seq"] == seq
        assert len(here.all("kept")) == 2
        await other.settle()
        assert not other.all("kept")


async def test_what_it_is_refused_for(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("join", user=accounts.member.id, room=room)
    async with accounts.member.at(instance) as member, accounts.outsider.at(instance) as outsider:
        seq = await member.post(room)
        assert await outsider.refused("keep", room=room, seq=seq, on=True) == "forbidden"
        assert await outsider.refused("keep", room="nowhere", seq=seq, on=True) == "not_found"
        assert await member.refused("keep", room=room, seq=seq + 1, on=True) == "not_found"
        assert await member.refused("keep", room=room, seq=0, on=True) == "bad_frame"
