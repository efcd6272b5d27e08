"""People in a room, what they write, and the list that follows from the log."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages
from chat.actors.actor import Actor
from chat.for_you import making
from chat.for_you.queries import page, unread_count
from chat.models import Room, User
from chat.projections.registry import StoredEvent
from chat.storage import event_log
from tests.ann_and_bob import ann, bob, garden

__all__ = ["ann", "bob", "garden"]


@pytest.fixture
def as_ann(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def do(action: Any, user: User, room: Room, *what: Any) -> int:
    return int(async_to_sync(action)(user, room.pk, str(uuid.uuid4()), *what))


def post(user: User, room: Room, text: str, reply_to: int | None = None) -> int:
    return do(messages.post, user, room, text, reply_to)


def stored() -> list[StoredEvent]:
    """All that was ever stored, of the kinds that the list is made from."""
    wanted = {"kind": {"$in": ["message", "delete", "restore"]}}
    return [
        StoredEvent.of(doc) for doc in event_log.collection().find(wanted).sort([("room", 1), ("seq", 1)])
    ]


def handle_all() -> None:
    making.handle(stored())


Listed = Callable[[User], list[tuple[str, int, str]]]


def listed(user: User) -> list[tuple[str, int, str]]:
    """The list of somebody once all was handled: room, seq and kind, newest first."""
    handle_all()
    return [(each.room.pk, each.message.seq, each.kind) for each in page(Actor.of(user)).entries]


def unread(user: User) -> int:
    return unread_count(Actor.of(user))
