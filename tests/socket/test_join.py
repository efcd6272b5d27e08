"""join: the newest page, or everything since, page by page, and then live without a gap."""

from tests.actions_process import ActionsProcess
from tests.instance import Instance
from tests.workspace import Accounts, Workspace

PAGE = 10  # tests.socket.conftest.ROOMY
MEMORY = 25


def seqs(frame: dict) -> list[int]:
    return [event["seq"] for event in frame["events"]]


async def test_a_new_room_is_empty(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        joined = await member.join(room)
        assert joined.pop("epoch")
        assert joined.pop("id")
        assert joined == {"type": "joined", "room": room, "head": 0, "read": 0, "events": []}


async def test_without_since_it_is_just_the_newest_page(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=PAGE + 3)
    async with accounts.member.at(instance) as member:
        for since in ({}, {"since": None}):
            joined = await member.join(room, **since)
            assert seqs(joined) == list(range(4, 14))
            assert joined["head"] == 13
            assert "more" not in joined
            assert "reset" not in joined


async def test_with_since_everything_after_it_comes_page_by_page(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    """From memory and from beyond what memory holds alike."""
    count = MEMORY + 3 * PAGE + 5
    actions("post", by=accounts.owner.id, room=room, count=count)
    async with accounts.member.at(instance) as member:
        seen: list[int] = []
        since = 2
        while True:
            joined = await member.join(room, since=since)
            assert joined["head"] == count
            assert len(joined["events"]) <= PAGE
            seen += seqs(joined)
            since = seen[-1]
            if not joined.get("more"):
                break
        assert seen == list(range(3, count + 1))


async def test_a_since_at_the_head_brings_nothing(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=3)
    async with accounts.member.at(instance) as member:
        joined = await member.join(room, since=3)
        assert (seqs(joined), joined["head"], "more" in joined) == ([], 3, False)


async def test_a_whole_page_that_reaches_the_head_is_the_last_one(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=PAGE)
    async with accounts.member.at(instance) as member:
        joined = await member.join(room, since=0)
        assert (len(joined["events"]), "more" in joined) == (PAGE, False)


async def test_nothing_live_comes_before_the_last_page_and_nothing_is_missed_after_it(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=3 * PAGE)
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        assert (await member.join(room, since=0))["more"]
        mark = member.mark()
        await owner.post(room)
        await member.settle()
        assert member.all("event", mark) == []
        view = await member.follow(room)
        seq = await owner.post(room)
        await member.wait_for(type="event", seq=seq)
        assert view.seqs == set(range(1, seq + 1))


async def test_a_join_with_since_begins_anew_even_while_following(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=3 * PAGE)
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        await member.follow(room)
        assert (await member.join(room, since=0))["more"]
        mark = member.mark()
        await owner.post(room)
        await member.settle()
        assert member.all("event", mark) == []
        assert (await member.ask("ping"))["heads"] == {}


async def test_joining_again_does_not_double_what_comes(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        await member.join(room)
        await member.join(room, since=0)
        await member.post(room)
        await member.settle()
        assert len(member.all("event")) == 1


async def test_a_since_beyond_the_head_is_answered_with_reset(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=PAGE + 2)
    async with accounts.member.at(instance) as member:
        joined = await member.join(room, since=13)
        assert (joined["reset"], joined["head"], seqs(joined)) == (True, 12, list(range(3, 13)))
        assert "more" not in joined
        seq = await member.post(room)
        await member.wait_for(type="event", seq=seq)


async def test_another_epoch_is_answered_with_reset(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=3)
    async with accounts.member.at(instance) as member:
        joined = await member.join(room, since=1, epoch="an-earlier-life")
        assert (joined["reset"], seqs(joined)) == (True, [1, 2, 3])
        again = await member.join(room, since=1, epoch=joined["epoch"])
        assert ("reset" in again, seqs(again)) == (False, [2, 3])
        assert seqs(await member.join(room, since=1, epoch=None)) == [2, 3]


async def test_an_epoch_without_since_asks_for_nothing_to_go_on_from(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room)
    async with accounts.member.at(instance) as member:
        joined = await member.join(room, epoch="an-earlier-life")
        assert (seqs(joined), "reset" in joined) == ([1], False)


async def test_a_room_that_was_restored_is_told_as_gone_and_then_reset(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        await member.post(room)
        await member.settle()
        before = view.epoch
        epoch = actions("change_epoch", room=room)
        await member.wait_for(type="left", room=room, reason="gone")
        joined = await member.join(room, since=1, epoch=before)
        assert (joined["reset"], joined["epoch"]) == (True, epoch)


async def test_who_joins_a_restored_room_again_follows_what_is_said_in_its_threads(
    pair: tuple[Instance, Instance], accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        view = await member.follow(room)
        first = await member.post(room)
        await member.settle()
        before = view.epoch
        actions("change_epoch", room=room)
        await member.wait_for(type="left", room=room, reason="gone")
        joined = await member.join(room, since=first, epoch=before)
        assert (joined["reset"], seqs(joined)) == (True, [first])
        reply = await owner.post(room, "anew", thread=first)
        event = await member.wait_for(type="event", seq=reply)
        assert event["thread"] == first


async def test_a_deleted_room_is_gone_and_not_there_to_be_joined_again(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, workspace: Workspace
) -> None:
    room = workspace.room()
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        actions("delete_room", room=room)
        await member.wait_for(type="left", room=room, reason="gone")
        assert await member.refused("join", room=room) == "not_found"


async def test_a_room_that_is_not_there(instance: Instance, accounts: Accounts) -> None:
    async with accounts.member.at(instance) as member:
        assert await member.refused("join", room="no-such-room") == "not_found"
        assert await member.refused("join", room="Ünlikely\n") == "not_found"


async def test_no_more_rooms_than_the_limit(strict: Instance, accounts: Accounts, workspace) -> None:
    one, two, three = (workspace.room() for _ in range(3))
    async with accounts.member.at(strict) as member:
        await member.follow(one)
        await member.follow(two)
        assert await member.refused("join", room=three) == "forbidden"
        await member.follow(two)  # one that is followed already is no further one
        await member.ask("leave", room=one)
        await member.follow(three)
        assert set((await member.ask("ping"))["heads"]) == {two, three}


async def test_pong_has_the_heads_of_the_rooms_that_are_followed(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        assert (await member.ask("ping"))["heads"] == {}
        await member.follow(room)
        await member.post(room)
        await member.post(room)
        assert (await member.ask("ping"))["heads"] == {room: 2}


async def test_an_archived_room_can_be_joined(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room)
    actions("archive", room=room)
    async with accounts.member.at(instance) as member:
        assert seqs(await member.join(room)) == [1, 2]  # a message, and that the room was archived
