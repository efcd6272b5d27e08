"""Who writes becomes a member, many at a time, in however many rooms."""

import asyncio

import pytest
from django.utils import timezone

from chat.actions.writers import join_as_writer
from chat.actors.actor import Actor
from chat.models import Ban, Membership, Room, User
from chat.queries.markers import markers
from chat.realtime.hub import Hub
from chat.storage import notice_log
from chat.storage.executor import in_thread
from tests.mongo.sent_commands import commands
from tests.unit.hubs import live_room

pytestmark = pytest.mark.usefixtures("transactional_db")

ROOMS = [f"room-{number}" for number in range(20)]
PEOPLE = ["ann", "bob", "cem"]
STEP = [  # what one step sends, for however many people and rooms
    "find chat_membership",
    "aggregate chat_room",
    "find chat_membership",
    "find chat_ban",
    "insert chat_membership",
    "update chat_marker",
    "commitTransaction 1",
    "update chat_room",
    "find chat_notice",
    "insert chat_notice",
]


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


async def test_newcomers_of_many_rooms_are_stored_by_as_many_commands_as_one(people: list[Actor]) -> None:
    """One begins at once, and the 59 others of 20 rooms are the second step."""
    sent = await write_everywhere(people)
    assert sent == STEP * 2


async def test_each_room_counts_its_newcomers_and_has_a_notice_of_them(people: list[Actor]) -> None:
    await write_everywhere(people)
    counts = await in_thread(lambda: set(Room.objects.values_list("member_count", flat=True)))
    notices = await in_thread(notice_log.after, 0)
    told = {(notice["data"]["room"], user) for notice in notices for user in notice["data"]["users"]}
    assert counts == {3}
    assert {notice["kind"] for notice in notices} == {notice_log.MEMBERS}
    assert told == {(room, actor.id) for room in ROOMS for actor in people}


async def test_who_may_not_come_in_stays_out_and_others_come(people: list[Actor]) -> None:
    await in_thread(lambda: Ban.objects.create(room_id=ROOMS[3], user_id=people[0].uuid))
    await in_thread(lambda: Room.objects.filter(id=ROOMS[4]).update(archived_at=timezone.now()))
    await write_everywhere(people)
    assert await in_thread(members, ROOMS[3]) == {"bob", "cem"}
    assert await in_thread(members, ROOMS[4]) == set()
    assert await in_thread(members, ROOMS[5]) == set(PEOPLE)
