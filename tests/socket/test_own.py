"""What is one's own: markers that go back, drafts, and what one sets for oneself in a room."""

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Accounts, Workspace


async def test_a_marker_goes_back_where_one_says_so(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as here, accounts.member.at(pair[1]) as there:
        for _ in range(3):
            await here.post(room)
        await there.follow(room)
        await here.send("read", room=room, seq=3)
        await there.wait_for(type="read", seq=3)
        await here.send("read", room=room, seq=1, back=True)
        await there.wait_for(type="read", seq=1)
        assert (await there.join(room))["read"] == 1
        assert (await here.join(room))["read"] == 1
        await there.send("read", room=room, seq=9, back=True)
        await here.wait_for(type="read", seq=3)


async def test_a_draft_follows_to_ones_other_sockets(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    member = accounts.member
    async with (
        member.at(pair[0]) as here,
        member.at(pair[0]) as beside,
        member.at(pair[1]) as there,
        accounts.other.at(pair[0]) as other,
    ):
        await here.send("draft", room=room, text="I was\r\nabout")
        for socket in (beside, there):
            draft = await socket.wait_for(type="draft")
            assert draft.pop("at")
            assert draft == {"type": "draft", "room": room, "thread": None, "text": "I was\nabout"}
        await here.send("draft", room=room, thread=7, text="")
        assert (await there.wait_for(type="draft", thread=7))["text"] == ""
        for socket in (here, other):
            await socket.settle()
            assert not socket.all("draft")


async def test_drafts_are_kept_by_room_and_thread(
    instance: Instance, workspace: Workspace, room: str
) -> None:
    person, actions = workspace.new_account(), workspace.actions
    async with person.at(instance) as one, person.at(instance) as two:
        for thread, text in ((None, "first"), (None, "second"), (3, "third"), (4, "fourth"), (4, "")):
            await one.send("draft", room=room, thread=thread, text=text)
            await two.wait_for(type="draft", text=text, thread=thread)
        assert actions("drafts", user=person.id, room=room) == [[None, "second"], [3, "third"]]


async def test_a_draft_too_long_or_of_a_room_that_is_not_there_is_refused(
    strict: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.other.at(strict) as other:
        assert await other.refused("draft", room=room, text="x" * 11) == "too_long"
        assert await other.refused("draft", room="nowhere", text="x") == "not_found"


async def test_level_and_favourite_are_acked_and_sent_to_ones_sockets(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("join", user=accounts.other.id, room=room)
    async with accounts.other.at(instance) as one:
        ack = await one.ask("level", room=room, level="mentions", id="mine")
        assert ack == {"type": "ack", "id": "mine", "room": room}
        await one.ask("favourite", room=room, on=True)
        assert actions("membership", user=accounts.other.id, room=room) == ["mentions", True]
        assert await one.refused("level", room=room, level="loud") == "bad_frame"
        await _without_id(one, room)


async def _without_id(socket: Client, room: str) -> None:
    start = len(socket.received)
    await socket.send("favourite", room=room, on=True)
    assert await socket.wait_for(type="ack", start=start) == {"type": "ack", "room": room}


async def test_who_is_no_member_sets_nothing(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.outsider.at(instance) as outsider:
        assert await outsider.refused("level", room=room, level="nothing") == "forbidden"
        assert await outsider.refused("favourite", room=room, on=True) == "forbidden"
        assert await outsider.refused("favourite", room="nowhere", on=True) == "not_found"
