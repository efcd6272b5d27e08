"""join and history with `shown`: only the messages that the room shows, as they are now."""

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Accounts

MEMORY = 25  # tests.socket.conftest.ROOMY, with a page of 10
THUMB = "👍"


@pytest.fixture
def full(actions: ActionsProcess, accounts: Accounts, room: str) -> str:
    """A room with messages 1 to 15."""
    actions("post", by=accounts.owner.id, room=room, count=15)
    return room


async def change(client: Client, room: str, count: int) -> int:
    """The newest events of the room become `count` reactions to message 15."""
    for n in range(count):
        seq = (await client.ask("react", room=room, seq=15, emoji=THUMB, on=n % 2 == 0))["seq"]
    return int(seq)


def seqs(frame: dict) -> list[int]:
    return [event["seq"] for event in frame["events"]]


@pytest.mark.parametrize("reactions", [3, MEMORY + 10])
async def test_a_join_brings_the_newest_messages_however_many_changes_follow_them(
    instance: Instance, accounts: Accounts, full: str, reactions: int
) -> None:
    """From memory, and from beyond what memory holds."""
    async with accounts.owner.at(instance) as owner, accounts.member.at(instance) as member:
        head = await change(owner, full, reactions)
        joined = await member.join(full, shown=True)
        assert (seqs(joined), joined["head"]) == (list(range(6, 16)), head)
        assert joined["events"][-1]["reactions"] == {THUMB: ["owner"]}
        seq = await owner.post(full)
        await member.wait_for(type="event", seq=seq)


async def test_a_join_with_since_brings_every_event(
    instance: Instance, accounts: Accounts, full: str
) -> None:
    async with accounts.owner.at(instance) as owner, accounts.member.at(instance) as member:
        await change(owner, full, 2)
        assert seqs(await member.ask("join", room=full, since=14, shown=True, id="all")) == [15, 16, 17]


async def test_history_goes_back_to_the_first_message(
    instance: Instance, accounts: Accounts, full: str
) -> None:
    async with accounts.owner.at(instance) as owner, accounts.member.at(instance) as member:
        await change(owner, full, MEMORY + 10)
        newest = await owner.post(full)
        found: list[int] = []
        before: int | None = None
        more = True
        while more:
            page = await member.ask("history", room=full, before=before, limit=6, shown=True)
            found, before, more = seqs(page) + found, seqs(page)[0], page["more"]
            assert len(page["events"]) <= 6
        assert found == [*range(1, 16), newest]


async def test_messages_are_shown_as_they_are_now(instance: Instance, accounts: Accounts, full: str) -> None:
    async with accounts.owner.at(instance) as owner, accounts.member.at(instance) as member:
        await owner.ask("edit", room=full, seq=3, text="new")
        await owner.ask("delete", room=full, seq=14)
        page = await member.ask("history", room=full, before=4, limit=1, shown=True)
        assert (page["events"][0]["text"], page["events"][0]["rev"], page["more"]) == ("new", 16, True)
        last = (await member.ask("history", room=full, limit=2, shown=True))["events"]
        assert [event.get("deleted", False) for event in last] == [True, False]


async def test_what_is_opened_stays_what_a_fetch_shows_while_others_write(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    """Two instances; the messages that are changed are beyond what memory holds."""
    async with accounts.owner.at(pair[0]) as owner, accounts.member.at(pair[1]) as member:
        for _ in range(12):
            await owner.post(room)
        for n in range(40):
            await owner.ask("react", room=room, seq=1 + n % 12, emoji=THUMB, on=n // 12 % 2 == 0)
            joined = await member.join(room, shown=True)
            assert seqs(joined) == list(range(3, 13))
        await member.settle()
        held = member.view(room).messages
        fetched = (await owner.ask("history", room=room, limit=10, shown=True))["events"]
        await member.wait_for(type="event", seq=52)
        assert {seq: held[seq].get("reactions") for seq in seqs({"events": fetched})} == {
            event["seq"]: event.get("reactions") for event in fetched
        }


async def test_where_one_may_not_look(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.banned.at(instance) as banned:
        assert await banned.refused("join", room=room, shown=True) == "forbidden"
        assert await banned.refused("history", room=room, shown=True) == "forbidden"
        assert await banned.refused("join", room="no-such-room", shown=True) == "not_found"
