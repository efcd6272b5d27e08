"""People in a room, and what they keep."""

import uuid

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages
from chat.actors.actor import Actor
from chat.kept import actions
from chat.kept.queries import page
from chat.models import Room, User
from tests.ann_and_bob import ann, bob, garden

__all__ = ["ann", "bob", "garden"]


@pytest.fixture
def as_bob(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def post(user: User, room: Room, text: str) -> int:
    return int(async_to_sync(messages.post)(user, room.pk, str(uuid.uuid4()), text, None))


def keep(user: User, room: Room, seq: int, on: bool = True) -> None:
    async_to_sync(actions.keep)(user, room.pk, seq, on)


def kept(user: User) -> list[tuple[str, int]]:
    """The list of somebody: room and seq, what was kept last first."""
    return [(each.room.pk, each.message.seq) for each in page(Actor.of(user)).kept]
