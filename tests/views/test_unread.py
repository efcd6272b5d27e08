"""The numbers in the list of rooms: messages of others that stand, and those for me."""

import re
import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat import unread
from chat.actions import messages, rooms
from chat.models import Marker, Room, User


@pytest.fixture
def attic(ann: User, bob: User) -> Room:
    """Another room of Ann's, which Bob belongs to."""
    made = async_to_sync(rooms.create)(ann, "attic")
    async_to_sync(rooms.join)(bob, made.pk)
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
    Marker.objects.create(user=bob, room=attic, seq=first)
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
    monkeypatch.setattr(unread, "MOST", 2)
    monkeypatch.setattr("chat.templatetags.numbers.MOST", 1)
    assert shown(as_bob) == "unread: 1+"
