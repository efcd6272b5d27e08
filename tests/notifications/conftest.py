"""Ann, Bob and Cid. The test itself hands over what is said, and runs the jobs."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.test import Client

from chat.actions import accounts, conversations, memberships, messages, rooms
from chat.jobs import queue, runner
from chat.jobs.models import Job
from chat.models import Room, User
from chat.notifications.planning import notify_of
from chat.projections.registry import StoredEvent
from chat.storage import event_log
from tests.mailbox import mailbox
from tests.push_service import PushService, push_service

__all__ = ["mailbox", "push_service"]

PASSWORD = "correct horse battery"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh(settings: Any, transactional_db: None) -> Iterator[None]:
    """No counts of other tests; passwords are hashed fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


def _person(username: str) -> User:
    user: User = async_to_sync(accounts.sign_up)(
        username, PASSWORD, username.capitalize(), f"{username}@example.org"
    )
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


@pytest.fixture
def ann() -> User:
    return _person("ann")


@pytest.fixture
def bob() -> User:
    return _person("bob")


@pytest.fixture
def cid() -> User:
    """Belongs to no room."""
    return _person("cid")


@pytest.fixture
def garden(ann: User, bob: User) -> Room:
    """A room of Ann's, which Bob joined."""
    room: Room = async_to_sync(rooms.create)(ann, "garden")
    async_to_sync(memberships.join)(bob, room.pk)
    return room


@pytest.fixture
def direct(ann: User, bob: User) -> Room:
    """Ann's and Bob's conversation."""
    return async_to_sync(conversations.open_conversation)(ann, [str(bob.pk)])


@pytest.fixture
def as_ann(ann: User) -> Client:
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"})
    client.force_login(ann)
    return client


def say(user: User, room: Room, text: str, **fields: Any) -> int:
    """Posts a message, and returns its seq."""
    seq: int = async_to_sync(messages.post)(user, room.pk, str(uuid.uuid4()), text, **fields)
    return seq


def stored(room: Room, seq: int) -> StoredEvent:
    """The message, as the reader of the log hands it over."""
    document = event_log.at(room.pk, seq)
    assert document is not None
    return StoredEvent.of(document)


def tell(user: User, room: Room, text: str, reply_to: int | None = None) -> int:
    """Posts a message and has its notifications queued."""
    seq = say(user, room, text, reply_to=reply_to)
    notify_of([stored(room, seq)])
    return seq


def run_jobs() -> None:
    """Runs all that is queued, as if it were due."""
    Job.objects.filter(state=Job.State.WAITING).update(due_at=LONG_AGO)
    while (claim := queue.claim()) is not None:
        runner.run(claim)


def subscribe(client: Client, service: PushService, path: str = "/ann") -> None:
    answer = client.post(
        "/settings/notifications/devices/", service.subscription(path), headers={"accept": "text/plain"}
    )
    assert answer.status_code == 204, answer.content
