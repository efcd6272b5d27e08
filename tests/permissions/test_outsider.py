"""Somebody who tries every address of the site to learn of a room that they may not see.

Each argument of each address is filled with the room in turn, and then with a room that does not exist. Both
answers are the same, but for the address itself, and cost the database the same commands.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from asgiref.sync import async_to_sync
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from chat.actions import conversations, memberships, messages, rooms
from chat.models import Room, User
from tests.addresses import addresses
from tests.mongo.sent_commands import commands

pytestmark = pytest.mark.django_db(transaction=True)

ENDS_THE_SESSION = {"sign-out", "admin:logout"}
VIEWERS = {"member": "member", "guest": "guest", "moderator": "moderator", "administrator": "administrator"}
# What a form may ask for, so that none is turned away for what it lacks.
REACTION = {"add_emoji": "👍"}
FORM = {"text": "x", "level": "all", "part": "name", "title": "x", "private": "on", "seq": "1", **REACTION}
INVITATION = {"days": "7", "uses": "1", "role": "member"}
ASKED = ("q", "after", "with")  # what addresses take behind a question mark


class Hidden(NamedTuple):
    """A room with two members, and an address like it that is free, which is sorted beside it."""

    room: str
    nowhere: str


def _user(name: str, role: str = "member") -> User:
    user = User(username=name, name=name.capitalize())
    user.role = User.Role(role)
    user.save()
    return user


@pytest.fixture(params=["private", "direct"])
def hidden(request: pytest.FixtureRequest) -> Hidden:
    ann, bob = _user("ann"), _user("bob")
    async_to_sync(rooms.create)(ann, "garden")
    if request.param == "private":
        made = async_to_sync(rooms.create)(ann, "cellar-1", "Hidden title", "Hidden topic", private=True)
        async_to_sync(memberships.add)(ann, made.pk, [str(bob.pk)])
        nowhere = "cellar-2"
    else:
        made = async_to_sync(conversations.open_conversation)(ann, [str(bob.pk)])
        nowhere = made.pk[:-1] + ("0" if made.pk[-1] == "1" else "1")
    async_to_sync(messages.post)(ann, made.pk, str(uuid.uuid4()), "Hidden words")
    return Hidden(made.pk, nowhere)


@pytest.fixture(params=VIEWERS)
def viewer(request: pytest.FixtureRequest) -> Client:
    client = Client()
    client.force_login(_user("cid", VIEWERS[request.param]))
    client.viewer = request.param  # type: ignore[attr-defined]
    return client


def paths(room: str, *, is_form: bool) -> Iterator[tuple[str, str]]:
    """The name of every address that could name a room, with this one in it."""
    known = {
        **{
            "slug": "garden",
            "room_id": "garden",
            "username": "bob",
            "seq": 1,
            "language": "en",
            "digest": "0",
        },
        **{"uidb64": "1", "token": "1", "id": uuid.UUID(int=1), "document": "0" * 24, "key": "1"},
        **{"provider_id": "1", "app_label": "chat", "object_id": "1", "url": "1"},
        **{"owner": "0" * 32, "content": "0" * 32, "size": 64},
        "content_type_id": ContentType.objects.get_for_model(Room).pk,
    }
    for name, arguments in addresses():
        if name in ENDS_THE_SESSION:
            continue
        for argument in arguments:
            filled = {each: known.get(each, "1") for each in arguments} | {argument: room}
            if argument == "object_id":
                filled[argument] = quote(room)
            try:
                yield f"{name} {argument}", reverse(name, kwargs=filled)
            except NoReverseMatch:
                continue
        if not arguments and not is_form:
            yield from ((f"{name} ?{each}=", f"{reverse(name)}?{each}={room}") for each in ASKED)


def answers(client: Client, room: str, method: str) -> dict[str, Any]:
    """Of each address: the status, where it leads, what stands on the page, and what it cost."""
    found = {}
    for name, path in paths(room, is_form=method == "post"):
        named = {"room": room, "rooms": room, "default_rooms": room, "id": str(uuid.uuid4())}
        form = {**FORM, **INVITATION, **named} if method == "post" else {}
        cache.clear()  # a guess too many would be turned away before anything is looked up
        with commands() as sent:
            answer = getattr(client, method)(path, form)
        client.cookies.pop("messages", None)  # a note for the next page
        body = b"".join(answer) if answer.streaming else answer.content
        shown = " ".join(re.sub(r"<[^>]+>", " ", body.decode()).split())
        for said in {room, quote(room)}:
            shown = shown.replace(said, "ROOM")
        where = answer.headers.get("Location", "").replace(room, "ROOM").replace(quote(room), "ROOM")
        found[name] = (answer.status_code, where, shown, sent)
    return found


def in_admin(name: str, viewer: Client, hidden: Hidden) -> bool:
    """Private rooms are moderated in the admin; direct conversations are not there either."""
    is_staff = viewer.viewer in ("moderator", "administrator")  # type: ignore[attr-defined]
    return name.startswith("admin:") and is_staff and not hidden.room.startswith("d_")


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_differs_from_that_of_a_room_that_is_not_there(
    viewer: Client, hidden: Hidden, method: str
) -> None:
    for path in ("/settings/", "/admin/", "/admin/auth/group/add/", "/admin/chat/user/add/"):
        viewer.get(path)  # what a process looks up once is known from here on
    nothing = answers(viewer, hidden.nowhere, method)
    found = answers(viewer, hidden.room, method)
    assert len(found) > 50
    differing = {
        name: (nothing[name], answer)
        for name, answer in found.items()
        if answer != nothing[name] and not in_admin(name, viewer, hidden)
    }
    assert not differing, "\n".join(f"{n}: {a} != {b}" for n, (a, b) in differing.items())
    assert not [
        name for name, answer in found.items() if "Hidden" in answer[2] and not in_admin(name, viewer, hidden)
    ]
