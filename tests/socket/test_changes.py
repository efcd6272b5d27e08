"""edit, delete and react: whose they are, what they name, and what is acked."""

from typing import Any

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client, new_id
from tests.instance import Instance
from tests.workspace import Accounts

CHANGES: list[dict[str, Any]] = [
    {"type": "edit", "text": "new"},
    {"type": "delete"},
    {"type": "react", "emoji": "👍", "on": True},
]


async def shown(client: Client, room: str, seq: int) -> dict[str, Any]:
    """The message as a fetch shows it now, without what never changes."""
    page = await client.ask("history", room=room, before=seq + 1, limit=1)
    [message] = page["events"]
    keys = ("text", "edited", "deleted", "reactions", "rev")
    return {key: message[key] for key in keys if key in message}


@pytest.mark.parametrize(
    ("frame", "kind", "fields"),
    [
        ({"type": "edit", "text": "*new*"}, "edit", {"text": "*new*"}),
        ({"type": "delete"}, "delete", {}),
        ({"type": "react", "emoji": "👍", "on": True}, "reaction", {"emoji": "👍", "on": True}),
    ],
)
async def test_a_change_is_an_event_that_names_its_message(
    instance: Instance,
    accounts: Accounts,
    room: str,
    frame: dict[str, Any],
    kind: str,
    fields: dict[str, Any],
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        seq = await member.post(room)
        ack = await member.ask(**frame, room=room, seq=seq)
        event = await member.wait_for(type="event", seq=2)
        assert event.pop("at")
        assert ("html" in event) == (kind == "edit")
        event.pop("html", None)
        if kind == "delete":
            assert event.pop("message_author") == accounts.member.id
        assert event == {
            **{"type": "event", "room": room, "seq": 2, "kind": kind, "id": ack["id"]},
            **{"author": accounts.member.author, "target": seq},
            **fields,
        }
        assert ack == {"type": "ack", "id": event["id"], "room": room, "seq": 2}


@pytest.mark.parametrize("frame", CHANGES)
async def test_the_seq_of_nothing_or_of_something_else_is_not_found(
    instance: Instance, accounts: Accounts, room: str, frame: dict[str, Any]
) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room)
        other = (await member.ask("react", room=room, seq=seq, emoji="🎉", on=True))["seq"]
        for nothing in (0, other, other + 1, 2**53 - 1):
            assert await member.refused(**frame, room=room, seq=nothing) == "not_found"


@pytest.mark.parametrize("frame", [CHANGES[0], CHANGES[2]])
async def test_a_deleted_message_can_be_neither_edited_nor_reacted_to(
    instance: Instance, accounts: Accounts, room: str, frame: dict[str, Any]
) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room)
        await member.ask("delete", room=room, seq=seq)
        assert await member.refused(**frame, room=room, seq=seq) == "not_found"


async def test_only_the_author_edits(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room)
    for account in (accounts.other, accounts.moderator, accounts.owner, accounts.staff):
        async with account.at(instance) as somebody:
            assert await somebody.refused("edit", room=room, seq=seq, text="x") == "forbidden"


async def test_the_author_and_moderators_delete(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        seqs = [await member.post(room) for _ in range(4)]
        assert await other.refused("delete", room=room, seq=seqs[0]) == "forbidden"
        for account, seq in zip(
            (accounts.member, accounts.moderator, accounts.owner, accounts.staff), seqs, strict=True
        ):
            async with account.at(instance) as somebody:
                await somebody.ask("delete", room=room, seq=seq)
                assert (await shown(member, room, seq))["deleted"]


async def test_what_moderators_delete_is_in_the_audit_log(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.moderator.at(instance) as moderator:
        own, other = await moderator.post(room), await member.post(room)
        await moderator.ask("delete", room=room, seq=own)
        frame = {"room": room, "seq": other, "id": new_id()}
        for _ in range(2):
            await moderator.ask("delete", **frame)
        assert actions("audit", room=room)[2:] == [["moderator", "delete message", other, ""]]


async def test_anyone_reacts(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member, accounts.outsider.at(instance) as outsider:
        seq = await member.post(room)
        await outsider.ask("react", room=room, seq=seq, emoji="👍", on=True)
        await member.ask("react", room=room, seq=seq, emoji="👍", on=True)
        rev = (await outsider.ask("react", room=room, seq=seq, emoji="👩‍👩‍👧‍👦", on=True))["seq"]
        assert await shown(member, room, seq) == {
            "text": "hello",
            "reactions": {"👍": ["outsider", "member"], "👩‍👩‍👧‍👦": ["outsider"]},
            "rev": rev,
        }


async def test_an_edit_is_shown_as_one(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room)
        await member.ask("edit", room=room, seq=seq, text="second")
        rev = (await member.ask("edit", room=room, seq=seq, text="third\r\n\0"))["seq"]
        assert await shown(member, room, seq) == {"text": "third\n", "edited": True, "rev": rev}


async def test_an_edit_takes_what_a_post_takes(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room)
        assert await member.refused("edit", room=room, seq=seq, text="\0 ") == "empty"
        assert await member.refused("edit", room=room, seq=seq, text="x" * 4001) == "too_long"
        assert await member.ask("edit", room=room, seq=seq, text="x" * 4000)


async def test_a_deleted_message_and_its_edits_are_empty_whichever_way_they_are_fetched(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    """From memory, from the database, from an instance that has it in memory since before."""
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        await other.follow(room)
        seq = await member.post(room, "secret")
        await member.ask("edit", room=room, seq=seq, text="secret again")
        await other.ask("react", room=room, seq=seq, emoji="👍", on=True)
        await member.ask("delete", room=room, seq=seq)
        for _ in range(2):
            for frame in (
                await other.ask("history", room=room, before=5),
                await other.ask("join", room=room, since=0),
            ):
                message, edit, *_ = frame["events"]
                for event in (message, edit):
                    assert (event["text"], event["html"], event["deleted"]) == ("", "", True)
                assert message["rev"] == 4
                assert "reactions" not in message
            actions("post", by=accounts.owner.id, room=room, count=40)  # out of memory


async def test_deleting_a_deleted_message_is_acked_with_the_first_deletion(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.moderator.at(instance) as moderator:
        seq = await member.post(room)
        first = (await member.ask("delete", room=room, seq=seq))["seq"]
        await member.post(room)
        assert (await moderator.ask("delete", room=room, seq=seq))["seq"] == first
        assert (await member.ask("delete", room=room, seq=seq))["seq"] == first
        assert await member.post(room) == first + 2


async def test_a_reaction_that_changes_nothing_makes_no_event_and_tells_the_rev(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room)
        off = await member.ask("react", room=room, seq=seq, emoji="👍", on=False)
        assert off["rev"] == seq
        on = await member.ask("react", room=room, seq=seq, emoji="👍", on=True)
        assert "rev" not in on
        again = await member.ask("react", room=room, seq=seq, emoji="👍", on=True)
        assert again["rev"] == on["seq"]
        assert await member.post(room) == on["seq"] + 1


async def test_a_restored_message_has_its_text_again(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        seq = await member.post(room, "first")
        await member.ask("edit", room=room, seq=seq, text="second")
        await member.ask("react", room=room, seq=seq, emoji="👍", on=True)
        await member.ask("delete", room=room, seq=seq)
        rev = actions("restore", by=accounts.moderator.id, room=room, seq=seq)
        event = await member.wait_for(type="event", kind="restore")
        assert (event["target"], event["text"], event["author"]) == (seq, "second", accounts.moderator.author)
        assert await shown(member, room, seq) == {"text": "second", "edited": True, "rev": rev}
        await member.ask("edit", room=room, seq=seq, text="third")
        again = (await member.ask("delete", room=room, seq=seq))["seq"]
        assert (await member.ask("delete", room=room, seq=seq))["seq"] == again


@pytest.mark.parametrize("frame", CHANGES)
async def test_where_one_may_not_change_anything(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str, frame: dict[str, Any]
) -> None:
    async with accounts.member.at(instance) as member, accounts.banned.at(instance) as banned:
        seq = await member.post(room)
        assert await banned.refused(**frame, room=room, seq=seq) == "forbidden"
        assert await member.refused(**frame, room="no-such-room", seq=seq) == "not_found"
        actions("archive", room=room)
        await member.until_refused("post", "forbidden", room=room, text="x")
        assert await member.refused(**frame, room=room, seq=seq) == "forbidden"
        assert (await shown(member, room, seq))["rev"] == seq
