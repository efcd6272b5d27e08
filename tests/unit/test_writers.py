"""Who writes becomes a member, many at a time, in however many rooms."""

import asyncio

import pytest
from django.utils import timezone

from chat.actions.writers import join_as_writer
from chat.actors.actor import Actor
from chat.models import Ban, Membership, Room, User
from chat.queries.markers import markers
from chat.realtime.hub import Hub
from chat.storage.executor import in_thread
from tests.mongo.sent_commands import commands
from tests.unit.hubs import live_room

pytestmark = pytest.mark.usefixtures("transactional_db")

ROOMS = [f"room-{number}" for number in range(20)]
PEOPLE = ["ann", "bob", "cem"]


@pytest.fixture
async def people() -> list[Actor]:
    def make() -> list[Actor]:
        Room.objects.bulk_create(Room(id=room, slug=room) for room in ROOMS)
        users = [User(username=name, folded=name) for name in PEOPLE]
        User.objects.bulk_create(users)
        return [Actor.of(user) for user in users]

    return await in_thread(make)


async def write_everywhere(people: list[Actor]) -> list[str]:
    """All write twice in all rooms at once; the commands that were sent."""
    hub = Hub()
    rooms = [live_room(hub, room) for room in ROOMS]
    with commands() as sent:
        await asyncio.gather(
            *(join_as_writer(actor, room, seq) for room in rooms for actor in people for seq in (5, 9))
        )
    return sent


def members(room: str) -> set[str]:
    return set(Membership.objects.filter(room=room).values_list("user__username", flat=True))


async def test_all_become_members_with_what_stands_below_their_first_message_read(
    people: list[Actor],
) -> None:
    await write_everywhere(people)
    for room in ROOMS:
        assert await in_thread(members, room) == set(PEOPLE)
        read = await in_thread(markers, room, [actor.uuid for actor in people])
        assert set(read.values()) == {4}


async def test_members_of_many_rooms_are_looked_up_together(people: list[Actor]) -> None:
    """The first look-up begins at once, and all others make the second."""
    await write_everywhere(people)
    sent = await write_everywhere(people)
    assert sent == ["find chat_membership"] * 2


async def test_who_may_not_come_in_stays_out_and_others_come(people: list[Actor]) -> None:
    await in_thread(lambda: Ban.objects.create(room_id=ROOMS[3], user_id=people[0].uuid))
    await in_thread(lambda: Room.objects.filter(id=ROOMS[4]).update(archived_at=timezone.now()))
    await write_everywhere(people)
    assert await in_thread(members, ROOMS[3]) == {"bob", "cem"}
    assert await in_thread(members, ROOMS[4]) == set()
    assert await in_thread(members, ROOMS[5]) == set(PEOPLE)
