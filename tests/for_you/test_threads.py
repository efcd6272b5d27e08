"""Replies in threads that somebody follows."""

from asgiref.sync import async_to_sync

from chat.actions import followed_threads, messages, read_markers
from chat.actors.actor import Actor
from chat.models import FollowedThread, Room, User
from chat.permissions.room_access import enter
from tests.for_you.conftest import do, listed, post, unread


def reply(user: User, room: Room, thread: int, text: str = "yes", *, also: bool = False) -> int:
    return do(messages.post, user, room, text, None, thread, also)


async def read_thread(user: User, room: Room, thread: int, seq: int) -> None:
    await read_markers.mark_thread(await enter(Actor.of(user), room.pk), Actor.of(user), thread, seq)


def test_who_follows_a_thread_finds_the_replies_of_others(ann: User, bob: User, garden: Room) -> None:
    first = post(ann, garden, "slugs")
    theirs = reply(bob, garden, first)
    mine = reply(ann, garden, first)
    assert listed(ann) == [(garden.pk, theirs, "thread")]
    assert listed(bob) == [(garden.pk, mine, "thread")]


def test_the_first_reply_is_found_before_it_is_stored_who_follows(ann: User, bob: User, garden: Room) -> None:
    seq = reply(bob, garden, post(ann, garden, "slugs"))
    FollowedThread.objects.all().delete()
    assert listed(ann) == [(garden.pk, seq, "thread")]


def test_who_follows_later_finds_nothing_of_before(ann: User, bob: User, garden: Room) -> None:
    cat = User.objects.create_user("cat")
    first = post(ann, garden, "slugs")
    reply(bob, garden, first)
    reply(cat, garden, first)
    assert listed(cat) == []
    later = reply(bob, garden, first)
    assert listed(cat) == [(garden.pk, later, "thread")]


def test_who_follows_it_no_longer_finds_nothing_more(ann: User, bob: User, garden: Room) -> None:
    first = post(ann, garden, "slugs")
    reply(bob, garden, first)
    async_to_sync(followed_threads.follow_thread)(bob, garden.pk, first, False)
    reply(ann, garden, first)
    assert listed(bob) == []


def test_it_is_read_where_the_thread_is_and_not_where_the_room_is(ann: User, bob: User, garden: Room) -> None:
    first = post(ann, garden, "slugs")
    aside = reply(bob, garden, first)
    assert listed(ann) == [(garden.pk, aside, "thread")]
    async_to_sync(read_markers.mark_read)(ann, garden.pk, aside)
    assert unread(ann) == 1
    async_to_sync(read_thread)(ann, garden, first, aside)
    assert unread(ann) == 0


def test_what_the_room_shows_as_well_is_read_there(ann: User, bob: User, garden: Room) -> None:
    seq = reply(bob, garden, post(ann, garden, "slugs"), also=True)
    assert listed(ann) == [(garden.pk, seq, "thread")]
    assert unread(ann) == 1
    async_to_sync(read_markers.mark_read)(ann, garden.pk, seq)
    assert unread(ann) == 0
