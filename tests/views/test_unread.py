"""The numbers in the list of rooms: messages of others that stand, and those for me."""

import re
import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships, messages, rooms
from chat.models import Marker, Room, User
from chat.queries import sidebar, unread


@pytest.fixture
def attic(ann: User, bob: User) -> Room:
    """Another room of Ann's, which Bob belongs to."""
    made = async_to_sync(rooms.create)(ann, "attic")
    async_to_sync(memberships.join)(bob, made.pk)
    return made


def do(action: Any, user: User, room: Room, *what: Any) -> int:
    return int(async_to_sync(action)(user, room.pk, str(uuid.uuid4()), *what))


def shown(client: Client) -> str | None:
    """What stands beside the room in the list: "unread: 3", or None."""
    page = client.get("/rooms/").content.decode()
    found = re.search(r'class="(count[^"]*)"><span class="visually-hidden">([^<]*)</span>([^<]*)<', page)
    return found and f"{found[2]}{found[3]}"


def test_only_what_others_said_counts(as_bob: Client, ann: User, bob: User, attic: Room) -> None:
    do(messages.post, bob, attic, "mine")
    seq = do(messages.post, ann, attic, "one")
    do(messages.edit, ann, attic, seq, "won")
    do(messages.react, ann, attic, seq, "👍", True)
    assert shown(as_bob) == "unread: 1"


def test_what_is_read_does_not_count(as_bob: Client, ann: User, bob: User, attic: Room) -> None:
    first = do(messages.post, ann, attic, "one")
    do(messages.post, ann, attic, "two")
    Marker.objects.update_or_create(user=bob, room=attic, defaults={"seq": first})
    assert shown(as_bob) == "unread: 1"


def test_what_was_deleted_does_not_count_until_it_is_restored(as_bob: Client, ann: User, attic: Room) -> None:
    seq = do(messages.post, ann, attic, "one")
    do(messages.delete, ann, attic, seq)
    assert shown(as_bob) is None
    do(messages.restore, ann, attic, seq)
    assert shown(as_bob) == "unread: 1"


def test_mentions_are_counted_for_me(as_bob: Client, ann: User, attic: Room) -> None:
    for text in ("@Bob come up", "hello", "`@bob` is a name", "@bobby"):
        do(messages.post, ann, attic, text)
    assert shown(as_bob) == "for you: 1"


def test_nobody_counts_beyond_a_hundred(
    as_bob: Client, ann: User, attic: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        do(messages.post, ann, attic, str(number))
    assert shown(as_bob) == "unread: 3"
    monkeypatch.setattr(sidebar, "MOST", 2)
    monkeypatch.setattr("chat.templatetags.numbers.MOST", 1)
    assert shown(as_bob) == "unread: 1+"


def test_rooms_are_counted_apart_and_together(as_bob: Client, ann: User, bob: User, attic: Room) -> None:
    for name, texts in (("cellar", ["@bob", "@bob"]), ("kitchen", []), ("loft", ["hello"])):
        other = async_to_sync(rooms.create)(ann, name)
        async_to_sync(memberships.join)(bob, other.pk)
        for text in texts:
            do(messages.post, ann, other, text)
    lines = {line.room.slug: (line.unread.count, line.unread.for_me) for line in sidebar.rooms_of(bob)}
    assert lines == {"attic": (0, 0), "cellar": (2, 2), "kitchen": (0, 0), "loft": (1, 0)}
    assert list(lines) == sorted(lines)


def test_whom_a_message_is_for_is_settled_when_it_is_posted(bob: User, ann: User, attic: Room) -> None:
    first, second = (do(messages.post, ann, attic, text) for text in ("@bob", "hello"))
    do(messages.edit, ann, attic, first, "nobody")
    do(messages.edit, ann, attic, second, "@bob after all")
    [line] = sidebar.rooms_of(bob)
    assert (line.unread.count, line.unread.for_me) == (2, 1)


def test_a_mention_of_everyone_is_for_me(bob: User, ann: User, attic: Room) -> None:
    do(messages.post, ann, attic, "@room come up")
    [line] = sidebar.rooms_of(bob)
    assert (line.unread.count, line.unread.for_me) == (1, 1)


def test_a_change_to_a_message_that_is_read_counts_for_nothing(bob: User, ann: User, attic: Room) -> None:
    seq = do(messages.post, ann, attic, "hello")
    Marker.objects.update_or_create(user=bob, room=attic, defaults={"seq": seq})
    do(messages.edit, ann, attic, seq, "@bob")
    [line] = sidebar.rooms_of(bob)
    assert (line.unread.count, line.unread.for_me) == (0, 0)


def test_only_the_newest_events_are_looked_at(
    bob: User, ann: User, attic: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        do(messages.post, ann, attic, "hello")
    monkeypatch.setattr(unread, "CHANGES", 3)
    assert [line.unread.count for line in sidebar.rooms_of(bob)] == [3]
    monkeypatch.setattr(unread, "LOOKED_AT", 2)
    assert [line.unread.count for line in sidebar.rooms_of(bob)] == [2]
