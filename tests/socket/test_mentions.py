"""Whom a message mentions: on the wire, and as a fetch shows it."""

from typing import Any

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Accounts, Workspace

EVERYONE = "*"


async def event_of(client: Client, seq: int) -> dict[str, Any]:
    return await client.wait_for(type="event", seq=seq)


async def test_a_message_says_by_ids_whom_it_mentions(place: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(place) as member:
        await member.follow(room)
        text = "@OWNER and @other, `@staff`, @nobody-is-called-so and mail@outsider; again @owner"
        event = await event_of(member, await member.post(room, text))
        assert event["mentions"] == [accounts.owner.id, accounts.other.id]
        assert event["mentioned_as"] == ["owner", "other"]
        assert event["text"] == text
        assert f'<span class="mention" data-user="{accounts.owner.id}">@OWNER</span>' in event["html"]
        assert event["html"].count("data-user=") == 3
        [shown] = (await member.ask("history", room=room))["events"]
        assert shown == event


async def test_a_message_that_mentions_nobody_says_nothing_of_it(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        for text in ("hello", "@nobody-is-called-so", "`@owner`"):
            assert "mentions" not in await event_of(member, await member.post(room, text))


@pytest.mark.parametrize("who", ["banned", "suspended"])
async def test_nobody_is_mentioned_who_may_not_see_the_room(
    instance: Instance, accounts: Accounts, room: str, who: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        event = await event_of(member, await member.post(room, f"@{who} and @outsider"))
        assert event["mentions"] == [accounts.outsider.id]


async def test_everyone_is_mentioned_by_the_name_room(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        event = await event_of(member, await member.post(room, "@room and @owner"))
        assert event["mentions"] == [EVERYONE, accounts.owner.id]
        assert '<span class="mention" data-user="*">@room</span>' in event["html"]


async def test_an_edit_brings_its_own_mentions_and_a_restoration_the_last_ones(
    instance: Instance, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        seq = await member.post(room, "@owner")
        edited = await member.ask("edit", room=room, seq=seq, text="@other")
        assert (await event_of(member, edited["seq"]))["mentions"] == [accounts.other.id]
        assert view.messages[seq]["mentions"] == [accounts.other.id]
        await member.ask("delete", room=room, seq=seq)
        await member.wait_for(type="event", kind="delete")
        page = (await member.ask("history", room=room))["events"]
        assert not any("mentions" in event or "mentioned_as" in event for event in page)
        actions("restore", by=accounts.moderator.id, room=room, seq=seq)
        restored = await member.wait_for(type="event", kind="restore")
        assert restored["mentions"] == [accounts.other.id]
        assert f'data-user="{accounts.other.id}"' in restored["html"]


async def test_a_mention_stays_with_a_person_whose_user_name_changes(
    instance: Instance, workspace: Workspace, accounts: Accounts, room: str
) -> None:
    person = workspace.new_account()
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        seq = await member.post(room, f"@{person.username}")
        workspace.actions("change_username", user=person.id, username=f"{person.username}-2")
        edited = await member.ask("edit", room=room, seq=seq, text=f"well, @{person.username}")
        assert (await event_of(member, edited["seq"]))["mentions"] == [person.id]
        unknown = await event_of(member, await member.post(room, f"@{person.username}"))
        assert "mentions" not in unknown
