"""Promise 4: what is sent again is one event, and gets the first ack."""

from typing import Any

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client, new_id
from tests.instance import Instance
from tests.workspace import Accounts, Workspace


@pytest.fixture(params=["alone", "pair"])
def two_places(request: pytest.FixtureRequest) -> tuple[Instance, Instance]:
    """Where something is sent first, and where it is sent again."""
    if request.param == "alone":
        return (request.getfixturevalue("instance"),) * 2
    one, two = request.getfixturevalue("pair")
    return one, two


@pytest.mark.parametrize("same_socket", [True, False])
async def test_a_post_sent_again_is_one_event(
    two_places: tuple[Instance, Instance], accounts: Accounts, room: str, same_socket: bool
) -> None:
    first, second = two_places
    id = new_id()
    async with accounts.member.at(first) as one, accounts.member.at(second) as two:
        again = one if same_socket else two
        ack = await one.ask("post", room=room, id=id, text="hello")
        await one.post(room)
        assert await again.ask("post", room=room, id=id, text="hello") == ack
        assert await again.ask("post", room=room, id=id, text="another text") == ack
        assert (await again.ask("history", room=room))["before"] == 3
        assert (await again.load_all(room)).texts == ["hello", "hello"]


async def test_changes_sent_again_are_one_event(
    two_places: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    """Even where they could not be made any more: an edit of what is deleted by now."""
    first, second = two_places
    async with accounts.member.at(first) as one, accounts.member.at(second) as two:
        seq = await one.post(room)
        frames: list[dict[str, Any]] = [
            {"type": "react", "emoji": "👍", "on": True},
            {"type": "edit", "text": "new"},
            {"type": "react", "emoji": "👍", "on": False},
            {"type": "delete"},
        ]
        frames = [{**frame, "room": room, "seq": seq, "id": new_id()} for frame in frames]
        acks = [await one.ask(**frame) for frame in frames]
        for socket in (two, one):
            assert [await socket.ask(**frame) for frame in frames] == acks
        assert await one.post(room) == 6


async def test_one_id_in_two_rooms_is_two_messages(
    two_places: tuple[Instance, Instance], workspace: Workspace, accounts: Accounts, room: str
) -> None:
    first, second = two_places
    elsewhere = workspace.room()
    async with accounts.member.at(first) as member, accounts.other.at(second) as other:
        await member.post(elsewhere)
        for _ in range(10):
            id = new_id()
            for somewhere in (room, elsewhere):
                await member.send("post", room=somewhere, id=id, text=f"in {somewhere}")
            here = await member.wait_for(type="ack", id=id, room=room)
            there = await member.wait_for(type="ack", id=id, room=elsewhere)
            assert there["seq"] == here["seq"] + 1
            assert await member.answer_to("post", room=room, id=id, text="again") == here
        assert set((await other.load_all(elsewhere)).texts) == {"hello", f"in {elsewhere}"}


async def test_an_id_that_made_a_message_may_make_a_change_in_another_room(
    instance: Instance, workspace: Workspace, accounts: Accounts, room: str
) -> None:
    elsewhere = workspace.room()
    async with accounts.member.at(instance) as member:
        id = new_id()
        await member.post(room, id=id)
        seq = await member.post(elsewhere)
        assert (await member.ask("delete", room=elsewhere, id=id, seq=seq))["seq"] == 2


async def test_many_at_once_with_one_id_are_one_event(
    two_places: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    first, second = two_places
    async with accounts.member.at(first) as one, accounts.member.at(second) as two:
        id = new_id()
        for _ in range(20):
            for socket in (one, two):
                await socket.send("post", room=room, id=id, text="hello")
        for socket in (one, two):
            await socket.until(lambda socket=socket: len(socket.all("ack")) == 20)  # type: ignore[misc]
            assert {ack["seq"] for ack in socket.all("ack")} == {1}
        assert (await one.load_all(room)).seqs == {1}


async def test_an_id_that_was_used_for_something_else_is_a_conflict(
    two_places: tuple[Instance, Instance], accounts: Accounts, room: str, workspace: Workspace
) -> None:
    first, second = two_places
    elsewhere = workspace.room()
    async with (
        accounts.member.at(first) as one,
        accounts.member.at(second) as two,
        accounts.other.at(second) as other,
    ):
        id = new_id()
        seq = await one.post(room, id=id)
        assert await two.post(elsewhere, id=id) == 1
        assert await other.refused("post", room=room, id=id, text="hello") == "conflict"
        assert await two.refused("edit", room=room, id=id, seq=seq, text="new") == "conflict"
        assert await two.refused("delete", room=room, id=id, seq=seq) == "conflict"
        assert await two.refused("react", room=room, id=id, seq=seq, emoji="👍", on=True) == "conflict"
        assert (await one.load_all(room)).seqs == {1}


async def test_an_id_that_made_no_event_is_not_remembered(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        id = new_id()
        assert await member.refused("edit", room=room, id=id, seq=1, text="x") == "not_found"
        seq = await member.post(room)
        assert (await member.ask("react", room=room, id=id, seq=seq, emoji="👍", on=False))["rev"] == seq
        assert (await member.ask("delete", room=room, id=id, seq=seq))["seq"] == 2


async def test_what_was_stored_before_the_room_was_archived_is_still_acked(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        id = new_id()
        ack = await member.ask("post", room=room, id=id, text="hello")
        actions("archive", room=room)
        await member.until_refused("post", "forbidden", room=room, text="x")
        assert await member.ask("post", room=room, id=id, text="hello") == ack


async def test_an_id_comes_back_with_whatever_answers(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async def answer(client: Client, **frame: Any) -> dict[str, Any]:
        mark = client.mark()
        await client.send(**frame, id="mine")
        return await client.wait_for(start=mark, id="mine")

    async with accounts.member.at(instance) as member:
        for frame, kind in (
            ({"type": "join", "room": room}, "joined"),
            ({"type": "history", "room": room}, "history"),
            ({"type": "ping"}, "pong"),
            ({"type": "leave", "room": room}, "left"),
            ({"type": "typing", "room": "no-such-room"}, "error"),
            ({"type": "read", "room": room, "seq": -1}, "error"),
            ({"type": "unknown"}, "error"),
            ({"type": "post", "room": room, "text": "the id is no UUID"}, "error"),
        ):
            assert (await answer(member, **frame))["type"] == kind


async def test_an_answer_to_a_frame_without_an_id_has_none(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        for frame in ({"type": "join", "room": room}, {"type": "ping"}, {"type": "unknown"}):
            await member.send(**frame)
        await member.settle()
        answers = [frame for frame in member.received if frame["type"] in ("joined", "pong", "error")]
        assert [("id" in frame) for frame in answers] == [False, False, False, True]
