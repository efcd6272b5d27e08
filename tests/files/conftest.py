"""Ann, Bob and a private room of theirs; what they upload is checked by the test itself."""

import base64
import io
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.test import Client
from PIL import Image

from chat.actions import memberships, messages, rooms
from chat.files import checking
from chat.models import Room, User
from chat.storage import event_log

MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def fresh(transactional_db: None) -> Iterator[None]:
    """No counts of other tests."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", name="Ann Ash")


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob", name="Bob")


@pytest.fixture
def cellar(ann: User, bob: User) -> Room:
    """Ann's private room, which Bob belongs to."""
    made = async_to_sync(rooms.create)(ann, "cellar", private=True)
    async_to_sync(memberships.add)(ann, made.pk, [str(bob.pk)])
    return made


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_ann(ann: User) -> Client:
    return browser_of(ann)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return browser_of(bob)


def metadata(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def announce(client: Client, length: int, **said: str) -> Any:
    headers = {"Upload-Length": str(length), "Upload-Metadata": metadata(**said)}
    return client.post("/files/uploads/", headers=headers)


def send(client: Client, address: str, offset: int, data: bytes) -> Any:
    kind = "application/offset+octet-stream"
    return client.patch(address, data, content_type=kind, headers={"Upload-Offset": str(offset)})


def uploaded(client: Client, content: bytes, name: str = "notes.txt", **said: str) -> dict[str, Any]:
    """What is said of a file once it came in, by parts of a MiB, and was checked."""
    answer = announce(client, len(content), filename=name, **said)
    assert answer.status_code == 201, answer.content
    address = answer["Location"]
    for offset in range(0, len(content), MIB):
        assert send(client, address, offset, content[offset : offset + MIB]).status_code == 204
    checking.check(uuid.UUID(address.split("/")[-2]).hex)
    found: dict[str, Any] = client.get(address).json()
    return found


def file_of(client: Client, content: bytes, name: str = "notes.txt", **said: str) -> dict[str, Any]:
    """The file of an upload that was taken."""
    found = uploaded(client, content, name, **said)
    assert found["state"] == "ready", found
    file: dict[str, Any] = found["file"]
    return file


def address_of(file: dict[str, Any]) -> str:
    return f"/files/{file['id']}/{file['name']}"


def post(user: User, room: Room, *files: dict[str, Any], text: str = "", id: str | None = None) -> int:
    ids = [file["id"] for file in files]
    return int(async_to_sync(messages.post)(user, room.pk, id or str(uuid.uuid4()), text, files=ids))


def delete(user: User, room: Room, seq: int) -> int:
    return int(async_to_sync(messages.delete)(user, room.pk, str(uuid.uuid4()), seq))


def restore(user: User, room: Room, seq: int) -> int:
    return int(async_to_sync(messages.restore)(user, room.pk, str(uuid.uuid4()), seq))


def stored(room: Room, seq: int) -> dict[str, Any]:
    found = event_log.at(room.pk, seq)
    assert found is not None
    return found


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), **more: Any) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, kind, **more)
    return kept.getvalue()
