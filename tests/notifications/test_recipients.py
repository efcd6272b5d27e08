"""Who is notified of a message, and who is not."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync

from chat.actions import followed_threads, memberships, moderation, own_settings, read_markers, rooms
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.models import Instance, Membership, Room, User
from chat.notifications import actions, looking
from chat.notifications.models import Looking
from chat.notifications.recipients import recipients
from chat.permissions.room_access import enter
from tests.notifications.conftest import say, stored


def notified(room: Room, seq: int) -> dict[str, bool]:
    """The user names of those who are, and whether the message is for them."""
    pages = list(recipients(stored(room, seq)))
    return {each.user.username: each.for_me for page in pages for each in page}


def wants(user: User, level: str) -> None:
    actions.set_preferences(user, level=level, email_minutes=None, push_text=True)


def looks(user: User, room: Room, instance: str = "here") -> None:
    Looking.objects.create(
        id=str(uuid4()), room=room.pk, user=user.pk.hex, instance=instance, until=datetime.now(UTC)
    )


def lives(instance: str, age: float = 0.0) -> None:
    seen = datetime.now(UTC) - timedelta(seconds=age)
    Instance.objects.create(name=instance, started_at=seen, seen_at=seen, pid=1)


def test_a_message_with_a_mention_is_for_whom_it_mentions(garden: Room, ann: User, bob: User) -> None:
    assert notified(garden, say(ann, garden, "hello @bob")) == {"bob": True}


def test_a_message_without_a_mention_is_for_nobody(garden: Room, ann: User) -> None:
    assert notified(garden, say(ann, garden, "hello")) == {}


def test_a_message_in_a_direct_conversation_is_for_the_others(direct: Room, ann: User, bob: User) -> None:
    assert notified(direct, say(bob, direct, "hello")) == {"ann": True}


def test_a_message_to_everyone_is_for_the_members(garden: Room, ann: User, bob: User, cid: User) -> None:
    assert notified(garden, say(ann, garden, "hello @room")) == {"bob": True}


def test_a_reply_is_for_the_author_of_what_it_answers(garden: Room, ann: User, bob: User) -> None:
    first = say(bob, garden, "hello")
    assert notified(garden, say(ann, garden, "yes", reply_to=first)) == {"bob": True}


def test_a_reply_in_a_thread_is_for_those_who_follow_it(garden: Room, ann: User, bob: User) -> None:
    first = say(bob, garden, "hello")
    reply = say(ann, garden, "yes", thread=first)
    assert notified(garden, reply) == {"bob": True}
    async_to_sync(read_markers.mark_read)(bob, garden.pk, reply)
    assert notified(garden, reply) == {"bob": True}  # the room does not show it
    async_to_sync(_read_thread)(bob, garden, first, reply)
    assert notified(garden, reply) == {}


async def _read_thread(user: User, garden: Room, thread: int, seq: int) -> None:
    room = await enter(Actor.of(user), garden.pk)
    await read_markers.mark_thread(room, Actor.of(user), thread, seq)


def test_who_follows_a_thread_no_longer_is_not_notified(garden: Room, ann: User, bob: User) -> None:
    first = say(bob, garden, "hello")
    say(ann, garden, "yes", thread=first)
    async_to_sync(followed_threads.follow_thread)(bob, garden.pk, first, False)
    assert notified(garden, say(ann, garden, "more", thread=first)) == {}


def test_nobody_is_notified_of_their_own_message(garden: Room, bob: User) -> None:
    wants(bob, "all")
    first = say(bob, garden, "hello @bob")
    assert notified(garden, first) == {}
    assert notified(garden, say(bob, garden, "and", reply_to=first)) == {}


def test_who_wants_all_messages_is_notified_of_each(garden: Room, ann: User, bob: User) -> None:
    wants(bob, "all")
    assert notified(garden, say(ann, garden, "hello")) == {"bob": False}


def test_who_wants_nothing_is_notified_of_nothing(garden: Room, ann: User, bob: User) -> None:
    wants(bob, "nothing")
    assert notified(garden, say(ann, garden, "hello @bob")) == {}


@pytest.mark.parametrize(
    ("level", "plain", "mention"),
    [("all", {"bob": False}, {"bob": True}), ("mentions", {}, {"bob": True}), ("nothing", {}, {})],
)
@pytest.mark.parametrize("default", Membership.Level.values)
def test_the_level_of_a_room_stands_before_the_default(
    garden: Room,
    ann: User,
    bob: User,
    default: str,
    level: str,
    plain: dict[str, bool],
    mention: dict[str, bool],
) -> None:
    wants(bob, default)
    actions.set_room_level(bob, garden.pk, level)
    assert notified(garden, say(ann, garden, "hello")) == plain
    assert notified(garden, say(ann, garden, "hello @bob")) == mention


def test_a_muted_room_notifies_of_nothing_by_default(garden: Room, ann: User, bob: User) -> None:
    wants(bob, "all")
    async_to_sync(own_settings.set_level)(bob, garden.pk, "nothing")
    assert notified(garden, say(ann, garden, "hello @bob")) == {}


def test_a_mentioned_person_who_cannot_see_the_room_is_not_notified(ann: User, bob: User) -> None:
    room = async_to_sync(rooms.create)(ann, "cellar", private=True)
    wants(bob, "all")
    seq = say(ann, room, "hello")
    event = stored(room, seq)
    event.document["mentions"] = [str(bob.pk)]
    assert [page for page in recipients(event) if page] == []


def test_who_was_removed_or_banned_is_not_notified(garden: Room, ann: User, bob: User) -> None:
    seq = say(ann, garden, "hello @bob")
    async_to_sync(moderation.ban)(ann, garden.pk, str(bob.pk))
    assert notified(garden, seq) == {}


def test_who_left_a_private_room_is_not_notified(ann: User, bob: User) -> None:
    room = async_to_sync(rooms.create)(ann, "cellar", private=True)
    async_to_sync(memberships.add)(ann, room.pk, [str(bob.pk)])
    seq = say(ann, room, "hello @bob")
    assert notified(room, seq) == {"bob": True}
    async_to_sync(memberships.leave)(bob, room.pk)
    assert notified(room, seq) == {}


def test_a_suspended_person_is_not_notified(garden: Room, ann: User, bob: User) -> None:
    seq = say(ann, garden, "hello @bob")
    async_to_sync(moderation.suspend)(Actor.of(system_account(), trusted=True), str(bob.pk))
    assert notified(garden, seq) == {}


def test_who_has_read_the_message_is_not_notified(garden: Room, ann: User, bob: User) -> None:
    seq = say(ann, garden, "hello @bob")
    async_to_sync(read_markers.mark_read)(bob, garden.pk, seq)
    assert notified(garden, seq) == {}


def test_who_looks_at_the_room_is_not_notified(garden: Room, ann: User, bob: User) -> None:
    lives("here")
    looks(bob, garden)
    assert notified(garden, say(ann, garden, "hello @bob")) == {}


def test_who_looks_at_another_room_is_notified(garden: Room, direct: Room, ann: User, bob: User) -> None:
    lives("here")
    looks(bob, direct)
    assert notified(garden, say(ann, garden, "hello @bob")) == {"bob": True}


def test_a_look_through_an_instance_that_is_gone_does_not_count(garden: Room, ann: User, bob: User) -> None:
    lives("here", age=60)
    looks(bob, garden)
    looks(bob, garden, "never seen")
    assert looking.who_look(garden.pk, [bob.pk]) == set()
    assert notified(garden, say(ann, garden, "hello @bob")) == {"bob": True}


def test_who_is_not_to_be_disturbed_is_not_notified(garden: Room, ann: User, bob: User) -> None:
    bob.quiet_until = datetime.now(UTC) + timedelta(hours=1)
    bob.save()
    assert notified(garden, say(ann, garden, "hello @bob")) == {}


def test_many_members_are_notified_by_pages(
    garden: Room, ann: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.notifications.recipients.PAGE", 10)
    others = User.objects.bulk_create(User(username=f"p{n}", folded=f"p{n}") for n in range(25))
    Membership.objects.bulk_create(Membership(room=garden, user=user) for user in others)
    seq = say(ann, garden, "hello @bob and @room")
    assert notified(garden, seq) == {"bob": True, **{user.username: True for user in others}}
