"""post: what comes back, what everyone gets, what is refused."""

import re

import pytest

from tests.actions_process import ActionsProcess
from tests.client import new_id
from tests.instance import Instance
from tests.workspace import Accounts


async def test_the_ack_and_the_event(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        await owner.follow(room)
        id = new_id()
        ack = await member.ask("post", room=room, id=id, text="Hello **there**")
        assert ack == {"type": "ack", "id": id, "room": room, "seq": 1}
        event = await owner.wait_for(type="event")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event.pop("at"))
        assert "<strong>there</strong>" in event.pop("html")
        assert event == {
            "type": "event",
            "room": room,
            "seq": 1,
            "kind": "message",
            "id": id,
            "author": accounts.member.author,
            "text": "Hello **there**",
            "reply_to": None,
            "rev": 1,
        }


async def test_one_who_does_not_follow_may_post_and_hears_nothing(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.outsider.at(instance) as outsider:
        assert await outsider.post(room) == 1
        await outsider.settle()
        assert outsider.all("event") == []


async def test_each_event_reaches_each_socket_once(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as one, accounts.member.at(instance) as two:
        await one.follow(room)
        await two.follow(room)
        for _ in range(5):
            await one.post(room)
        for socket in (one, two):
            await socket.wait_for(type="event", seq=5)
            await socket.settle()
            assert [event["seq"] for event in socket.all("event")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\0b", "ab"),
        ("a\r\nb\rc", "a\nb\rc"),
        ("  kept \n", "  kept \n"),
        ("e\u0301 \u00e9 \ufb01", "e\u0301 \u00e9 \ufb01"),
        ("\u2028👩‍👩‍👧‍👦\ufeff", "\u2028👩‍👩‍👧‍👦\ufeff"),
        ("<b onclick=x>&amp;", "<b onclick=x>&amp;"),
        ("x" * 4000, "x" * 4000),
        ("👍" * 4000, "👍" * 4000),
        ("\r\n" * 3999 + "x\0", "\n" * 3999 + "x"),
    ],
)
async def test_text_is_cleaned_and_otherwise_kept(
    instance: Instance, accounts: Accounts, room: str, text: str, kept: str
) -> None:
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        await member.post(room, text)
        await member.wait_for(type="event")
        assert view.texts == [kept]


@pytest.mark.parametrize("text", ["", " ", "\0", " \r\n\t\u00a0\u3000"])
async def test_white_space_alone_is_empty(
    instance: Instance, accounts: Accounts, room: str, text: str
) -> None:
    async with accounts.member.at(instance) as member:
        assert await member.refused("post", room=room, text=text) == "empty"


@pytest.mark.parametrize("text", ["x" * 4001, "👍" * 4001])
async def test_one_code_point_too_many_is_too_long(
    instance: Instance, accounts: Accounts, room: str, text: str
) -> None:
    async with accounts.member.at(instance) as member:
        assert await member.refused("post", room=room, text=text) == "too_long"


async def test_what_was_refused_leaves_nothing_behind(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """Neither a place in the log nor its id."""
    async with accounts.member.at(instance) as member:
        id = new_id()
        assert await member.refused("post", room=room, id=id, text=" ") == "empty"
        assert await member.post(room, "now", id=id) == 1


async def test_a_reply_names_a_message(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        seq = await member.post(room, "first")
        reply = await member.post(room, "an answer", reply_to=seq)
        await member.wait_for(type="event", seq=reply)
        assert view.message(reply)["reply_to"] == seq
        gone = await member.ask("delete", room=room, seq=seq)
        assert await member.post(room, "still an answer", reply_to=seq) == gone["seq"] + 1
        for nothing in (gone["seq"], 1000, 2**53 - 1):
            assert await member.refused("post", room=room, text="x", reply_to=nothing) == "not_found"


async def test_rooms_are_apart(instance: Instance, accounts: Accounts, room: str, workspace) -> None:
    elsewhere = workspace.room()
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        assert await member.post(elsewhere) == 1
        assert await member.post(room) == 1
        await member.settle()
        assert [event["room"] for event in member.all("event")] == [room]
        assert await member.refused("post", room=elsewhere, text="x", reply_to=2) == "not_found"


async def test_where_one_may_not_post(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.banned.at(instance) as banned, accounts.member.at(instance) as member:
        assert await banned.refused("post", room=room, text="x") == "forbidden"
        assert await member.refused("post", room="no-such-room", text="x") == "not_found"
        await member.follow(room)
        actions("archive", room=room)
        await member.until_refused("post", "forbidden", room=room, text="x")
        await member.settle()
        head = (await member.ask("ping"))["heads"][room]
        assert await member.refused("post", room=room, text="x") == "forbidden"
        assert (await member.ask("ping"))["heads"][room] == head
