"""join with `info`: what a client needs beside the messages to show a room."""

import pytest

from tests.actions_process import ActionsProcess
from tests.instance import Instance
from tests.polling import async_wait_until
from tests.workspace import Accounts, Workspace

MEMORY = 25  # tests.socket.conftest.ROOMY


async def test_it_is_the_room_with_ones_own_part_in_it(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.owner.at(instance) as owner, accounts.outsider.at(instance) as outsider:
        joined = await owner.join(room, info=True)
        info = joined["info"]
        assert info.pop("version")
        assert info == {
            "room": room, "kind": "public", "slug": room, "title": "", "topic": "", "role": "owner",
            "archived": False, "policy": {"post": "everyone", "slow": 0, "pin": "everyone"},
            "level": "all", "favourite": False,
            "head": 0, "read": 0, "unread": 0, "for_me": 0, "threads": [], "at": None,
        }  # fmt: skip
        assert joined["drafts"] == []
        assert (await outsider.join(room, info=True))["info"]["role"] is None


async def test_members_are_listed_with_owners_and_moderators_first(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.post(room)  # which makes one a member, soon

        async def listed() -> list[dict[str, str]]:
            members: list[dict[str, str]] = (await member.join(room, info=True))["members"]
            return members if len(members) == 3 else []

        members = await async_wait_until(listed, what="the new member in the list")
        roles = [(one["username"], one["role"]) for one in members]
        assert roles == [("owner", "owner"), ("moderator", "moderator"), ("member", "member")]
        assert members[0] == {**accounts.owner.author, "role": "owner"}


@pytest.mark.parametrize("count", [3, MEMORY + 10])
async def test_what_is_unread_is_counted_at_the_head(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str, count: int
) -> None:
    """From memory, and from beyond what memory holds: messages of others that stand, above the marker."""
    actions("join", user=accounts.member.id, room=room)
    actions("post", by=accounts.owner.id, room=room, count=count)
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        await owner.ask("delete", room=room, seq=count)
        await owner.ask("react", room=room, seq=2, emoji="👍", on=True)
        await member.send("read", room=room, seq=1)
        own = await member.post(room, "mine")
        joined = await member.join(room, info=True, shown=True)
        info = joined["info"]
        assert (info["head"], info["read"], info["unread"]) == (own, 1, count - 2)
        assert info["at"] == joined["events"][-1]["at"]


async def test_what_one_has_begun_to_write_comes_too(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.owner.at(instance) as owner, accounts.outsider.at(instance) as outsider:
        await owner.send("draft", room=room, text="And is there")
        [draft] = (await owner.join(room, info=True))["drafts"]
        assert draft.pop("at")
        assert draft == {"thread": None, "text": "And is there"}
        assert (await outsider.join(room, info=True))["drafts"] == []


async def test_an_archived_room_can_be_opened(
    instance: Instance, accounts: Accounts, workspace: Workspace
) -> None:
    room = workspace.room()
    workspace.actions("archive", room=room)
    async with accounts.member.at(instance) as member:
        assert (await member.join(room, info=True))["info"]["archived"] is True


async def test_where_one_may_not_look(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.banned.at(instance) as banned:
        assert await banned.refused("join", room=room, info=True, shown=True) == "forbidden"
        assert await banned.refused("join", room="no-such-room", info=True, shown=True) == "not_found"
