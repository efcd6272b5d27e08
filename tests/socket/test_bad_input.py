"""Promise 5: bad input costs its sender an error, never the process, never another user's socket."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.client import Client, new_id
from tests.instance import Instance
from tests.workspace import Accounts


@pytest.fixture
async def witness(instance: Instance, accounts: Accounts, room: str) -> AsyncIterator[Client]:
    """Another user's socket, which must not notice anything."""
    async with accounts.owner.at(instance) as owner:
        await owner.follow(room)
        pid, seen = instance.pid, len(owner.all("event"))
        yield owner
        assert await owner.post(room, "still here") == seen + 1
        assert owner.all("error") == []
        assert instance.pid == pid


async def answer(client: Client, payload: str) -> dict[str, Any]:
    """What comes for this text frame, which nothing else is sent beside."""
    mark = client.mark()
    await client.send_raw(payload)
    await client.settle()
    answers = [frame for frame in client.received[mark:-1] if frame["type"] != "presence"]
    assert len(answers) == 1, f"{payload[:80]} was answered with {answers}"
    return answers[0]


@pytest.mark.parametrize(
    "payload",
    [
        *("", " ", "{", "}", "nonsense", "[]", '"ping"', "null", "true", "7", "[[[", '{"type":"ping"}{}'),
        *('{"type":"ping",}', "{'type':'ping'}", '{"type":ping}', '\ufeff{"type":"ping"}', '{"type"'),
        *("{}", '{"type":null}', '{"type":7}', '{"type":["ping"]}', '{"type":{}}', '{"Type":"ping"}'),
        *('{"type":"ping","x":NaN}', '{"type":"ping","x":Infinity}', '{"type":"ping","x":-Infinity}'),
        *('{"type":"ping","x":9007199254740992}', '{"type":"ping","x":[{"y":-9007199254740992}]}'),
        *('{"type":"ping","x":1e999}', '{"type":"ping","x":' + "1" * 60_000 + "}"),
        *("[" * 65536, '{"type":"ping","x":' + "[" * 30_000 + "]" * 30_000 + "}"),
        '{"type":"ping","x":' + '{"a":' * 10_000 + "1" + "}" * 10_000 + "}",
        *('{"type":"join","room":"\\ud800"}', '{"type":"join","room":"r","epoch":"\\udc00\\ud800"}'),
    ],
)
@pytest.mark.usefixtures("witness")
async def test_what_is_no_frame_is_a_bad_frame(instance: Instance, accounts: Accounts, payload: str) -> None:
    async with accounts.member.at(instance) as member:
        error = await answer(member, payload)
        assert (error["type"], error["code"]) == ("error", "bad_frame")
        assert error["detail"]


@pytest.mark.parametrize("kind", ["", "Ping", "ping ", "welcome", "event", "ack", "__init__", "p\0ng", "é"])
async def test_a_type_that_is_not_known_is_said(instance: Instance, accounts: Accounts, kind: str) -> None:
    async with accounts.member.at(instance) as member:
        assert await member.refused(kind, room="general") == "unknown_type"


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "join"},
        {"type": "join", "room": None},
        {"type": "join", "room": "r" * 65},
        {"type": "join", "room": "general", "since": -1},
        {"type": "join", "room": "general", "since": "0"},
        {"type": "join", "room": "general", "since": 0.5},
        {"type": "join", "room": "general", "since": True},
        {"type": "join", "room": "general", "epoch": 7},
        {"type": "leave"},
        {"type": "leave", "room": 7},
        {"type": "post", "room": "general"},
        {"type": "post", "room": "general", "text": 7},
        {"type": "post", "room": "general", "text": "x", "id": "not-a-uuid"},
        {"type": "post", "room": "general", "text": "x", "id": "0F0E0D0C-0B0A-4908-8706-050403020100"},
        {"type": "post", "room": "general", "text": "x", "id": "0f0e0d0c0b0a49088706050403020100"},
        {"type": "post", "room": "general", "text": "x", "id": "0f0e0d0c-0b0a-4908-8706-050403020100\n"},
        {"type": "post", "room": "general", "text": "x", "reply_to": -1},
        {"type": "post", "room": "general", "text": "x", "reply_to": "1"},
        {"type": "edit", "room": "general", "text": "x"},
        {"type": "edit", "room": "general", "text": "x", "seq": -1},
        {"type": "edit", "room": "general", "text": "x", "seq": None},
        {"type": "delete", "room": "general", "seq": {}},
        {"type": "react", "room": "general", "seq": 1, "emoji": "👍"},
        {"type": "react", "room": "general", "seq": 1, "emoji": "👍", "on": "true"},
        {"type": "react", "room": "general", "seq": 1, "emoji": "👍👍", "on": True},
        {"type": "react", "room": "general", "seq": 1, "emoji": "thumbsup", "on": True},
        {"type": "react", "room": "general", "seq": 1, "emoji": "", "on": True},
        {"type": "react", "room": "general", "seq": 1, "emoji": "👍" * 33, "on": True},
        {"type": "history", "room": "general", "before": 0},
        {"type": "history", "room": "general", "before": -1},
        {"type": "history", "room": "general", "limit": 0},
        {"type": "history", "room": "general", "limit": -5},
        {"type": "history", "room": "general", "limit": "10"},
        {"type": "typing"},
        {"type": "read", "room": "general"},
        {"type": "read", "room": "general", "seq": -1},
        {"type": "ping", "id": 7},
        {"type": "ping", "id": "i" * 65},
    ],
    ids=str,
)
async def test_wrong_and_missing_fields_are_a_bad_frame(
    instance: Instance, accounts: Accounts, frame: dict[str, Any]
) -> None:
    async with accounts.member.at(instance) as member:
        mark = member.mark()
        frame = {"id": new_id(), **frame}
        await member.send(**frame)
        error = await member.wait_for(start=mark, type="error")
        assert error["code"] == "bad_frame"
        for field in ("id", "room"):
            value = frame.get(field)
            kept = isinstance(value, str) and len(value) <= 64
            assert (field in error) == kept
            assert not kept or error[field] == value


@pytest.mark.parametrize("text", [r"\ud800", r"a\udfffb", r"\ud83d\ud83d\udc4d"])
@pytest.mark.usefixtures("witness")
async def test_a_lone_surrogate_is_a_bad_frame(
    instance: Instance, accounts: Accounts, room: str, text: str
) -> None:
    async with accounts.member.at(instance) as member:
        id = new_id()
        error = await answer(member, f'{{"type":"post","room":"{room}","id":"{id}","text":"{text}"}}')
        assert (error["code"], error["id"], error["room"]) == ("bad_frame", id, room)


async def test_a_pair_of_surrogates_is_a_character(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        await member.send_raw(f'{{"type":"post","room":"{room}","id":"{new_id()}","text":"\\ud83d\\udc4d"}}')
        await member.wait_for(type="event")
        assert view.texts == ["👍"]


async def test_null_is_absent_in_an_optional_field(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        assert (await member.join(room, since=None, epoch=None))["events"] == []
        assert await member.post(room, reply_to=None) == 1
        page = await member.ask("history", room=room, before=None, limit=None)
        assert len(page["events"]) == 1


async def test_fields_that_are_not_known_are_ignored(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        assert await member.post(room, later={"x": [1.5, None, "y"]}, at="now", seq="x") == 1


async def test_an_error_leaves_the_socket_open(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        for _ in range(50):
            assert await member.refused("post", room=room, text="") == "empty"
        assert await member.post(room) == 1
