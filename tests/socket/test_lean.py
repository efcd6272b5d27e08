"""/ws/?lean=1: events without what follows from the rest, wherever they stand."""

from typing import Any

import pytest

from tests.client import Client
from tests.instance import Instance
from tests.lean import CASES, whole
from tests.workspace import Account, Accounts, Workspace

TEXTS = ["hello", "a < b && c\nd", "*marked*", "http://a.example/", 'say "hi" \\n', "ü 👍🏽"]


def events(client: Client) -> list[dict[str, Any]]:
    """All that came, as they came: live, and in pages."""
    pages = [frame["events"] for frame in client.lean_frames if frame["type"] in ("joined", "history")]
    live = [frame for frame in client.lean_frames if frame["type"] == "event"]
    return [*live, *(event for page in pages for event in page)]


def assert_lean(event: dict[str, Any]) -> None:
    """Nothing stands in it that follows from the rest."""
    without = {key: value for key, value in event.items() if key not in ("html", "rev", "reply_to")}
    implied = whole(without)
    for key in ("html", "rev", "reply_to"):
        assert key not in event or key not in implied or event[key] != implied[key], event
    assert event["author"].get("name") != event["author"]["username"]


async def test_every_event_is_the_same_in_fewer_words(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """Live, in the newest page, after `since`, and in history, of memory and of the log."""
    async with accounts.member.at(instance) as plain, accounts.member.at(instance, lean=True) as lean:
        for client in (plain, lean):
            await client.follow(room)
        for text in TEXTS * 5:
            await plain.post(room, text)
        first = await plain.post(room, "an answer", reply_to=2)
        await plain.ask("edit", room=room, seq=first, text="edited")
        await plain.ask("delete", room=room, seq=1)
        await plain.ask("react", room=room, seq=2, emoji="👍", on=True)
        for client in (plain, lean):
            await client.join(room)
            await client.join(room, since=0)
            await client.load_all(room)
        assert lean.view(room).messages == plain.view(room).messages
        assert lean.all("event") == plain.all("event")
        assert lean.all("joined")[-1]["events"] == plain.all("joined")[-1]["events"]
        for event in events(lean):
            assert_lean(event)


async def test_what_is_no_event_is_said_in_full(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance, lean=True) as member:
        await member.follow(room)
        assert member.lean_frames[0]["user"] == accounts.member.author
        presence = await member.wait_for(type="presence")
        assert presence["online"] == [accounts.member.author]


async def test_one_whose_name_is_the_user_name_is_named_once(
    workspace: Workspace, instance: Instance, room: str
) -> None:
    account = Account(**workspace.actions("account", username="samename", name="samename"))
    async with account.at(instance, lean=True) as member:
        await member.follow(room)
        await member.post(room)
        event = await member.wait_for(type="event")
        assert event["author"] == {"id": account.id, "username": "samename", "name": "samename"}
        assert events(member)[0]["author"] == {"id": account.id, "username": "samename"}


@pytest.mark.parametrize("query", ["", "lean=0", "lean=", "lean", "lean=11", "clean=1", "x=1&lean=true"])
async def test_nobody_else_gets_lean_events(
    instance: Instance, accounts: Accounts, room: str, query: str
) -> None:
    async with Client(f"{instance.ws_url}?{query}", token=accounts.member.token) as member:
        await member.follow(room)
        await member.post(room)
        event = await member.wait_for(type="event")
        assert event["html"] == '<p dir="auto">hello</p>'
        assert (event["rev"], event["reply_to"]) == (1, None)


@pytest.mark.parametrize("query", ["lean=1", "x=1&lean=1", "lean=1&y=%zz&&="])
async def test_other_parameters_do_not_matter(
    instance: Instance, accounts: Accounts, room: str, query: str
) -> None:
    client = Client(f"{instance.ws_url}?{query}", token=accounts.member.token)
    client.lean = True
    async with client as member:
        await member.follow(room)
        await member.post(room)
        await member.wait_for(type="event")
        assert {"html", "rev", "reply_to"}.isdisjoint(events(member)[0])


async def test_events_of_another_instance_are_lean_too(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as writer, accounts.other.at(pair[1], lean=True) as reader:
        await reader.follow(room)
        await writer.post(room)
        event = await reader.wait_for(type="event")
        assert event["html"] == '<p dir="auto">hello</p>'
        assert {"html", "rev", "reply_to"}.isdisjoint(events(reader)[0])


def test_the_cases_of_the_rule_are_lean() -> None:
    for case in CASES:
        if case.event["author"]:
            assert_lean(case.lean)
