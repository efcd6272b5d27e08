"""history: older pages, and messages as they are now."""

import pytest

from tests.actions_process import ActionsProcess
from tests.instance import Instance
from tests.workspace import Accounts

COUNT = 45  # more than memory holds (25), several pages of 10


@pytest.fixture
def full(actions: ActionsProcess, accounts: Accounts, room: str) -> str:
    """A room with messages 1 to 45."""
    actions("post", by=accounts.owner.id, room=room, count=COUNT)
    return room


def seqs(frame: dict) -> list[int]:
    return [event["seq"] for event in frame["events"]]


async def test_without_before_it_is_the_newest_page(
    instance: Instance, accounts: Accounts, full: str
) -> None:
    async with accounts.member.at(instance) as member:
        page = await member.ask("history", room=full, id="mine")
        assert seqs(page) == list(range(36, 46))
        assert page.pop("events")
        assert page == {"type": "history", "room": full, "before": 46, "more": True, "id": "mine"}


@pytest.mark.parametrize("limit", [1, 3, 10, 11, 1000, 2**53 - 1, None])
async def test_pages_go_back_to_the_first_event_without_gaps(
    instance: Instance, accounts: Accounts, full: str, limit: int | None
) -> None:
    async with accounts.member.at(instance) as member:
        seen: list[int] = []
        before: int | None = None
        while True:
            page = await member.ask("history", room=full, before=before, limit=limit)
            assert len(page["events"]) <= min(limit or 10, 10)
            assert before is None or page["before"] == before
            seen = seqs(page) + seen
            before = seen[0]
            if not page["more"]:
                break
        assert seen == list(range(1, COUNT + 1))


async def test_a_before_beyond_the_head_is_the_newest_page(
    instance: Instance, accounts: Accounts, full: str
) -> None:
    async with accounts.member.at(instance) as member:
        for before in (46, 47, 1000, 2**53 - 1):
            page = await member.ask("history", room=full, before=before)
            assert (seqs(page), page["before"]) == (list(range(36, 46)), before)


async def test_before_the_first_event_there_is_nothing(
    instance: Instance, accounts: Accounts, full: str
) -> None:
    async with accounts.member.at(instance) as member:
        page = await member.ask("history", room=full, before=1)
        assert (page["events"], page["more"]) == ([], False)


async def test_a_new_room_has_none(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        page = await member.ask("history", room=room)
        assert (page["events"], page["before"], page["more"]) == ([], 1, False)


async def test_events_of_every_kind_are_there_and_messages_as_they_are_now(
    instance: Instance, accounts: Accounts, full: str
) -> None:
    async with accounts.owner.at(instance) as owner:
        await owner.ask("edit", room=full, seq=3, text="new")  # 46
        await owner.ask("react", room=full, seq=3, emoji="👍", on=True)  # 47
        newest = await owner.ask("history", room=full, limit=3)
        assert [event["kind"] for event in newest["events"]] == ["message", "edit", "reaction"]
        [old] = (await owner.ask("history", room=full, before=4, limit=1))["events"]
        assert (old["text"], old["edited"], old["reactions"], old["rev"]) == (
            "new", True, {"👍": ["owner"]}, 47,
        )  # fmt: skip


async def test_one_who_does_not_follow_may_look(instance: Instance, accounts: Accounts, full: str) -> None:
    async with accounts.outsider.at(instance) as outsider:
        assert seqs(await outsider.ask("history", room=full, limit=1)) == [45]
        assert (await outsider.ask("ping"))["heads"] == {}


async def test_where_one_may_not_look(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.banned.at(instance) as banned:
        assert await banned.refused("history", room=room) == "forbidden"
        assert await banned.refused("history", room="no-such-room") == "not_found"


async def test_pages_of_very_long_messages_end_earlier_and_lose_nothing(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """A frame stays within what a client can take at once."""
    text = "> \u0001\n\n" * 800  # a quotation each: seventy bytes of JSON for five characters
    async with accounts.member.at(instance) as member:
        for _ in range(22):
            await member.post(room, text)
        page = await member.ask("history", room=room)
        assert 0 < len(page["events"]) < 10
        assert page["more"]
        view = await member.load_all(room)
        assert view.seqs == set(range(1, 23))
    async with accounts.member.at(instance) as member:
        assert (await member.join(room, since=0))["more"]
        view = await member.follow(room)
        assert view.seqs == set(range(1, 23))
