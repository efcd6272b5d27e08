"""People in a room, what they write, and what each of them finds of it."""

import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships, messages, rooms
from chat.actors.actor import Actor
from chat.models import Room, User
from chat.projections.registry import StoredEvent
from chat.search import indexing
from chat.search.queries import SearchResults, search
from chat.storage import event_log
from tests.ann_and_bob import ann, bob

__all__ = ["ann", "bob"]


@pytest.fixture
def garden(ann: User, bob: User) -> Room:
    """Ann's room, which Bob belongs to."""
    made = async_to_sync(rooms.create)(ann, "garden", "The garden")
    async_to_sync(memberships.join)(bob, made.pk)
    return made


@pytest.fixture
def cellar(ann: User, bob: User) -> Room:
    """Ann's private room, which Bob does not see."""
    return async_to_sync(rooms.create)(ann, "cellar", private=True)


@pytest.fixture
def as_ann(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def do(action: Any, user: User, room: Room, *what: Any) -> int:
    return int(async_to_sync(action)(user, room.pk, str(uuid.uuid4()), *what))


def post(user: User, room: Room, *texts: str) -> list[int]:
    """The seqs of new messages."""
    return [do(messages.post, user, room, text) for text in texts]


def stored() -> list[StoredEvent]:
    """All that was ever stored, of the kinds that the search is made from."""
    wanted = {"kind": {"$in": indexing.wanted_kinds()}}
    found = event_log.collection().find(wanted).sort([("room", 1), ("seq", 1)])
    return [StoredEvent.of(doc) for doc in found]


def handle_all() -> None:
    indexing.handle(stored())


def answer(user: User, query: str, **options: Any) -> SearchResults:
    """What somebody is answered, of what was handled before."""
    return search(Actor.of(user), query, **options)


def ask(user: User, query: str, **options: Any) -> SearchResults:
    """The same once all was handled."""
    handle_all()
    return answer(user, query, **options)


def found(user: User, query: str, **options: Any) -> list[tuple[str, int]]:
    """Room and seq of what somebody finds, newest first."""
    results = ask(user, query, **options)
    assert not results.problems, [str(problem) for problem in results.problems]
    return [(hit.room.pk, hit.message.seq) for hit in results.hits]


def seqs(user: User, query: str, **options: Any) -> list[int]:
    return [seq for _room, seq in found(user, query, **options)]
