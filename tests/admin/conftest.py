"""Members of the staff in the admin, and something to moderate."""

import asyncio
import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from chat.actions import messages, rooms
from chat.actors.actor import Actor
from chat.models import Room, User

Moderate = Callable[..., str]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def root(db: None) -> Client:
    """An administrator."""
    return signed_in(User.objects.create_superuser("root", name="Root"))


@pytest.fixture
def staff(db: None) -> Client:
    """One of the staff, without any of Django's permissions."""
    return signed_in(User.objects.create_user("stan", name="Stan", is_staff=True))


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann", name="Ann Lee", email="ann@example.org")


@pytest.fixture
def room(ann: User) -> Room:
    """A room in which ann has said three things: 1, changed at 4; 2; and 3, deleted at 5."""

    async def happen() -> Room:
        by = Actor.of(ann)
        room = await rooms.create(by, "general", "General")
        for text in ("one lamp", "two oil lamps", "three wicks"):
            await messages.post(by, room.pk, str(uuid.uuid4()), text)
        await messages.edit(by, room.pk, str(uuid.uuid4()), 1, "one bright lamp")
        await messages.delete(by, room.pk, str(uuid.uuid4()), 3)
        return room

    return asyncio.run(happen())


def page(response: Any) -> str:
    """The text of a page that came with status 200, without its tags."""
    assert response.status_code == 200, response.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def moderate() -> Moderate:
    """Does an action of the admin as a browser does: chooses it above the list (the choice below it is left
    alone), and sends the form of the page in between. What the list says then."""

    def moderate(client: Client, model: str, action: str, *keys: Any, **answers: Any) -> str:
        address = f"/admin/chat/{model}/"
        chosen = {"action": [action, ""], "_selected_action": [str(key) for key in keys], "index": "0"}
        asked = client.post(address, chosen).content.decode()
        hidden: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked):
            hidden.setdefault(name, []).append(html.unescape(value))
        done = client.post(address, hidden | answers, follow=True)
        found = re.findall(r'<li class="(?:success|info|error)">(.*?)</li>', done.content.decode(), re.S)
        return " | ".join(found)

    return moderate
