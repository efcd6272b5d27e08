"""What people change in their profiles reaches those who see them."""

from typing import Any

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Accounts, Workspace


async def statuses(client: Client, user: str, text: str) -> dict[str, Any]:
    """The profile of somebody as soon as it comes with this status."""

    def found() -> list[dict[str, Any]]:
        profiles = [each for frame in client.all("profiles") for each in frame["profiles"]]
        return [
            each for each in profiles if each["id"] == user and each.get("status", {}).get("text") == text
        ]

    await client.until(lambda: bool(found()))
    return found()[-1]


async def test_a_status_reaches_those_who_follow_a_room_of_the_person(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.join(room)
        actions("set_status", user=accounts.owner.id, emoji="🌱", text="Planting")
        found = await statuses(member, accounts.owner.id, "Planting")
        assert found == {**accounts.owner.author, "status": {"emoji": "🌱", "text": "Planting"}}


async def test_ones_own_sockets_get_it_and_nobody_else(
    instance: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()  # in no room
    async with somebody.at(instance) as own, accounts.owner.at(instance) as owner:
        await owner.join(room)
        actions("set_status", user=somebody.id, text="alone")
        await statuses(own, somebody.id, "alone")
        actions("set_status", user=accounts.owner.id, text="later")  # which comes after it
        await statuses(owner, accounts.owner.id, "later")
        assert all(
            each["id"] == accounts.owner.id for frame in owner.all("profiles") for each in frame["profiles"]
        )


async def test_people_of_ones_direct_conversations_are_seen_without_following_anything(
    instance: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess
) -> None:
    one, other = workspace.new_account(), workspace.new_account()
    actions("conversation", by=one.id, people=[other.id])
    async with one.at(instance) as client:
        await client.send("watch")
        await client.until(lambda: bool(client.all("people")))
        actions("set_quiet", user=other.id, seconds=3600)
        await client.until(lambda: bool(client.all("profiles")))
        [profile] = client.all("profiles")[-1]["profiles"]
        assert profile["id"] == other.id
        assert profile["quiet"]["from"] < profile["quiet"]["until"]


async def test_a_guest_hears_of_nobody_with_whom_they_share_no_room(
    instance: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    guest = workspace.new_account()
    actions("add", by=accounts.owner.id, room=room, people=[guest.id])
    async with guest.at(instance) as client:
        await client.join(room)
        actions("set_status", user=accounts.outsider.id, text="unseen")
        actions("set_status", user=accounts.owner.id, text="seen")
        await statuses(client, accounts.owner.id, "seen")
        seen = {each["id"] for frame in client.all("profiles") for each in frame["profiles"]}
        assert accounts.outsider.id not in seen
