"""What another process says or changes reaches those who are connected."""

from tests.actions_process import ActionsProcess
from tests.instance import Instance
from tests.socket.other_process import done
from tests.workspace import Accounts


async def test_news_reach_everyone_who_is_connected(
    place: Instance, accounts: Accounts, actions: ActionsProcess
) -> None:
    async with accounts.member.at(place) as member, accounts.outsider.browsing(place) as outsider:
        await done(lambda: actions("announce", text="Tea at **four**"))
        for client in (member, outsider):
            news = await client.wait_for(type="news")
            assert news["text"] == "Tea at **four**"
            assert "<strong>four</strong>" in news["html"]


async def test_what_another_process_says_reaches_those_who_follow(
    place: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(place) as member:
        view = await member.follow(room)
        await done(lambda: actions("post", by=accounts.owner.id, room=room, text="from afar"))
        await member.wait_for(type="event")
        seq = await member.post(room, "mine")
        await done(lambda: actions("delete", by=accounts.moderator.id, room=room, seq=seq))
        await member.wait_for(type="event", kind="delete")
        assert view.message(seq)["deleted"]


async def test_an_archived_room_opens_again(
    place: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(place) as member:
        await member.post(room)
        await done(lambda: actions("archive", room=room))
        await member.until_refused("post", "forbidden", room=room, text="x")
        await done(lambda: actions("archive", room=room, on=False))
        await member.until_answered("post", "ack", room=room, text="x")


async def test_a_room_keeps_its_name_on_the_wire_when_it_is_renamed(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        actions("rename_room", room=room, slug=f"{room}-renamed")
        seq = await member.post(room)
        await member.wait_for(type="event", seq=seq, room=room)
        assert await member.refused("join", room=f"{room}-renamed") == "not_found"
