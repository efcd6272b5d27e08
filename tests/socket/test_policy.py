"""Who may post in a room, and how often, by its policy."""

import asyncio

from tests.actions_process import ActionsProcess
from tests.client import new_id
from tests.instance import Instance
from tests.polling import wait_as_asked
from tests.workspace import Accounts, Workspace

LONG = 3600  # seconds: nobody waits for that


async def set_policy(actions: ActionsProcess, accounts: Accounts, room: str, **policy: object) -> None:
    await asyncio.to_thread(actions, "set_policy", by=accounts.owner.id, room=room, **policy)


async def test_a_change_of_the_policy_is_told_to_everyone(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        await set_policy(actions, accounts, room, post="moderators", slow=30)
        event = await member.wait_for(type="event", kind="room")
        policy = {"post": "moderators", "slow": 30}
        assert event["policy"] == {**policy, "invite": "everyone", "pin": "everyone", "mention": "everyone"}
        assert event["author"] == accounts.owner.author


async def test_where_moderators_post_others_may_only_react(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.moderator.at(instance) as moderator:
        own, said = new_id(), await member.post(room, "before")
        before = await member.ask("post", room=room, id=own, text="sent twice")
        await set_policy(actions, accounts, room, post="moderators")
        await member.until_refused("post", "forbidden", room=room, text="after")
        assert await member.ask("post", room=room, id=own, text="again") == before
        await member.ask("react", room=room, seq=said, emoji="👍", on=True)
        await member.ask("edit", room=room, seq=said, text="changed")
        await moderator.post(room, "moderators may")


async def test_slow_mode_has_people_wait_for_their_next_message(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        await set_policy(actions, accounts, room, slow=LONG)
        await member.follow(room)
        id = new_id()
        first = await member.ask("post", room=room, id=id, text="first")
        refusal = await member.answer_to("post", room=room, text="second")
        assert refusal["code"] == "rate_limited"
        assert 0 < refusal["retry_after"] <= LONG
        assert await member.ask("post", room=room, id=id, text="first") == first
        await other.post(room, "somebody else")


async def test_a_message_that_was_deleted_counts(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await set_policy(actions, accounts, room, slow=LONG)
        seq = await member.post(room, "first")
        await member.ask("delete", room=room, seq=seq)
        assert await member.refused("post", room=room, text="second") == "rate_limited"


async def test_of_messages_sent_together_one_passes(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await set_policy(actions, accounts, room, slow=LONG)
        await member.follow(room)
        ids = [new_id() for _ in range(5)]
        for id in ids:
            await member.send("post", room=room, id=id, text="hello")
        await member.until(lambda: len(member.all("ack")) + len(member.all("error")) == len(ids))
        assert [ack["id"] for ack in member.all("ack")] == ids[:1]
        assert {error["code"] for error in member.all("error")} == {"rate_limited"}


async def test_moderators_need_not_wait(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.moderator.at(instance) as moderator, accounts.staff.at(instance) as staff:
        await set_policy(actions, accounts, room, slow=LONG)
        for client in (moderator, staff):
            await client.post(room, "one")
            await client.post(room, "two")


async def test_who_waits_as_asked_may_post_again(
    instance: Instance, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    async with workspace.accounts.member.at(instance) as member:
        await set_policy(actions, workspace.accounts, room, slow=2)
        await member.post(room, "first")
        refusal = await member.answer_to("post", room=room, text="second")
        if refusal["type"] == "error":  # unless the machine took its time
            await wait_as_asked(refusal)
            await member.post(room, "second")
