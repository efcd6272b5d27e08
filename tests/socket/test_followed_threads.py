"""Who follows a thread, and what is unread there."""

from typing import Any

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Account, Accounts, Workspace


async def threads(client: Client, room: str) -> list[dict[str, Any]]:
    return list((await client.ask("counts", room=room))["threads"])


def people(workspace: Workspace, room: str, count: int) -> list[Account]:
    """New members of a room."""
    accounts = [workspace.new_account() for _ in range(count)]
    for account in accounts:
        workspace.actions("join", user=account.id, room=room)
    return accounts


async def test_who_wrote_the_first_message_follows_from_the_first_reply_on(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        first = await member.post(room)
        assert await threads(member, room) == []
        reply = await owner.post(room, thread=first)
        assert await threads(member, room) == [{"seq": first, "read": reply - 1, "unread": 1}]
        await member.ask("follow", room=room, seq=first, on=False, id="f")
        await owner.post(room, thread=first)
        assert await threads(member, room) == []


async def test_who_answers_follows_from_their_answer_on(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        first = await member.post(room)
        reply = await owner.post(room, thread=first)
        assert await threads(owner, room) == [{"seq": first, "read": reply, "unread": 0}]
        await member.post(room, thread=first)
        assert await threads(owner, room) == [{"seq": first, "read": reply, "unread": 1}]
        mine = await owner.post(room, thread=first)
        assert await threads(owner, room) == [{"seq": first, "read": mine, "unread": 0}]


async def test_who_is_mentioned_in_a_reply_follows_from_just_below_it(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        first = await member.post(room)
        await member.post(room, thread=first)
        reply = await member.post(room, f"@{accounts.other.username} look", thread=first)
        assert await threads(other, room) == [{"seq": first, "read": reply - 1, "unread": 1}]
        await member.post(room, "@room look", thread=first)
        async with accounts.owner.at(instance) as owner:
            assert await threads(owner, room) == []


async def test_in_a_direct_conversation_everyone_follows(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    ann, bob = workspace.new_account(), workspace.new_account()
    conversation = actions("conversation", by=ann.id, people=[bob.id])
    async with ann.at(instance) as one, bob.at(instance) as two:
        first = await one.post(conversation)
        reply = await one.post(conversation, thread=first)
        assert await threads(two, conversation) == [{"seq": first, "read": reply - 1, "unread": 1}]
        assert (await two.ask("history", room=conversation, thread=first))["following"] is True


async def test_one_follows_a_thread_and_ends_it(
    instance: Instance, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("join", user=accounts.other.id, room=room)
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        first = await member.post(room)
        reply = await member.post(room, thread=first)
        answer = await other.ask("follow", room=room, seq=first, on=True, id="on")
        assert answer == {"type": "ack", "id": "on", "room": room}
        assert await threads(other, room) == [{"seq": first, "read": reply, "unread": 0}]
        assert (await other.ask("history", room=room, thread=first))["following"] is True
        await other.ask("follow", room=room, seq=first, on=False, id="off")
        assert await threads(other, room) == []


async def test_what_cannot_be_followed(
    instance: Instance, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("join", user=accounts.member.id, room=room)
    async with accounts.member.at(instance) as member, accounts.outsider.at(instance) as outsider:
        first = await member.post(room)
        reply = await member.post(room, thread=first)
        assert await member.refused("follow", room=room, seq=reply, on=True, id="a") == "not_found"
        assert await member.refused("follow", room=room, seq=999, on=True, id="b") == "not_found"
        assert await member.refused("follow", room=room, seq=0, on=True, id="c") == "bad_frame"
        assert await outsider.refused("follow", room=room, seq=first, on=True, id="d") == "forbidden"


async def test_the_marker_of_a_thread_moves_and_goes_back(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    """All of one's sockets that watch are sent the counts."""
    async with (
        accounts.member.at(pair[0]) as here,
        accounts.member.at(pair[1]) as there,
        accounts.owner.at(pair[0]) as owner,
    ):
        first = await here.post(room)
        replies = [await owner.post(room, thread=first) for _ in range(3)]
        for socket in (here, there):
            await socket.ask("watch", id="w")
        await here.send("read", room=room, thread=first, seq=replies[1])
        for socket in (here, there):
            frame = await socket.wait_for(type="counts", room=room)
            assert frame["threads"] == [{"seq": first, "read": replies[1], "unread": 1}]
        await here.send("read", room=room, thread=first, seq=replies[0])
        await here.send("read", room=room, thread=first, seq=10**6)
        await there.wait_for(type="counts", threads=[{"seq": first, "read": replies[2], "unread": 0}])
        await there.send("read", room=room, thread=first, seq=first, back=True)
        await here.wait_for(type="counts", threads=[{"seq": first, "read": first, "unread": 3}])
        assert not here.all("read")


async def test_replies_that_only_their_thread_shows_are_not_unread_in_the_room(
    pair: tuple[Instance, Instance], accounts: Accounts, workspace: Workspace, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, workspace.new_account().at(pair[1]) as reader:
        mine = await reader.post(room)
        mention = f"@{(await reader.wait_for(type='welcome'))['user']['username']}"
        await member.post(room, f"{mention} aside", thread=mine)
        shown = await member.post(room, f"{mention} for all", thread=mine, also=True)
        counts = await reader.ask("counts", room=room)
        assert (counts["unread"], counts["for_me"]) == (1, 1)
        both = {"also": [shown], "also_for_me": [shown]}
        assert counts["threads"] == [{"seq": mine, "read": mine, "unread": 2, **both}]
        for_nobody = await member.post(room, "for nobody", thread=mine, also=True)
        both["also"].append(for_nobody)
        assert await threads(reader, room) == [{"seq": mine, "read": mine, "unread": 3, **both}]
        await member.ask("delete", room=room, seq=for_nobody)
        await member.ask("delete", room=room, seq=shown)
        counts = await reader.ask("counts", room=room)
        assert (counts["unread"], counts["for_me"]) == (0, 0)
        assert counts["threads"] == [{"seq": mine, "read": mine, "unread": 1}]
        joined = await reader.ask("join", room=room, info=True, id="j")
        info = joined["info"]
        assert (info["unread"], info["for_me"], info["threads"]) == (0, 0, counts["threads"])
        assert info["at"] == next(e["at"] for e in joined["events"] if e["seq"] == for_nobody)


async def test_activity_says_in_which_thread_something_was_said(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        first = await member.post(room)
        await owner.ask("watch", id="w")
        reply = await member.post(room, thread=first)
        frame = await owner.wait_for(type="activity", room=room, head=reply)
        assert frame["new"] == [{"seq": reply, "author": accounts.member.id, "thread": first}]
        assert "at" not in frame
        also = await member.post(room, thread=first, also=True)
        frame = await owner.wait_for(type="activity", room=room, head=also)
        assert frame["new"][-1] == {
            "seq": also, "author": accounts.member.id, "thread": first, "also": True,
        }  # fmt: skip
        gone = (await member.ask("delete", room=room, seq=also))["seq"]
        frame = await owner.wait_for(type="activity", room=room, head=gone)
        assert (frame["gone"][0]["thread"], frame["gone"][0]["also"]) == (first, True)


async def test_the_list_of_rooms_has_the_threads_and_another_version_when_they_change(
    instance: Instance, accounts: Accounts, workspace: Workspace, room: str
) -> None:
    person = workspace.new_account()
    async with person.at(instance) as reader, accounts.owner.at(instance) as owner:
        first = await reader.post(room)
        reply = await owner.post(room, thread=first)
        [before] = (await reader.ask("watch", id="1"))["rooms"]
        assert before["threads"] == [{"seq": first, "read": first, "unread": 1}]
        await reader.send("read", room=room, thread=first, seq=reply)
        await reader.wait_for(type="counts", threads=[{"seq": first, "read": reply, "unread": 0}])
        have = {room: [before["head"], before["read"], before["version"]]}
        async with person.at(instance) as again:
            [after] = (await again.ask("watch", id="2", have=have))["rooms"]
            assert after["threads"] == [{"seq": first, "read": reply, "unread": 0}]
            assert after["version"] != before["version"]


async def test_following_one_more_than_a_hundred_ends_the_one_with_the_oldest_reply(
    instance: Instance, workspace: Workspace, room: str, actions: ActionsProcess
) -> None:
    ann, bob = people(workspace, room, 2)
    last = actions("post", by=ann.id, room=room, count=101)
    firsts = list(range(last - 100, last + 1))
    actions("reply", by=bob.id, room=room, threads=[*firsts[:100], firsts[0], firsts[100]])
    async with ann.at(instance) as reader:
        found = [each["seq"] for each in await threads(reader, room)]
        assert found == [firsts[0], *firsts[2:]]


async def test_typing_says_in_which_thread(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        await owner.follow(room)
        await member.send("typing", room=room, thread=7)
        assert (await owner.wait_for(type="typing"))["thread"] == 7
