"""Whom one can mention in a room, as the page's scripts ask for it."""

import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import accounts, memberships, moderation, rooms
from chat.models import Membership, Room, User
from tests.views.conftest import PASSWORD


def found(client: Client, address: str, **query: Any) -> list[str]:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return [person["username"] for person in answer.json()["people"]]


@pytest.fixture
def cid(transactional_db: None) -> User:
    return async_to_sync(accounts.sign_up)("cid", PASSWORD, "Anselm Cider", "")


@pytest.fixture
def cellar(ann: User, bob: User) -> Room:
    """A private room of Ann's, which Bob belongs to."""
    made = async_to_sync(rooms.create)(ann, "cellar", private=True)
    async_to_sync(memberships.add)(ann, made.pk, [str(bob.pk)])
    return made


def test_people_are_found_by_the_beginning_of_a_name(as_bob: Client, garden: Room, cid: User) -> None:
    async_to_sync(memberships.join)(cid, garden.pk)
    assert sorted(found(as_bob, "/mentionable/garden/", start="An")) == ["ann", "cid"]
    assert found(as_bob, "/mentionable/garden/", start="cide") == ["cid"]
    assert found(as_bob, "/mentionable/garden/", start="nn") == []
    assert found(as_bob, "/mentionable/garden/", start=".*") == []


def test_members_come_first_and_others_by_their_user_names(
    as_ann: Client, garden: Room, ann: User, bob: User
) -> None:
    assert found(as_ann, "/mentionable/garden/") == ["ann"]
    assert found(as_ann, "/mentionable/garden/", start="bo") == ["bob"]
    async_to_sync(moderation.ban)(ann, garden.pk, str(bob.pk))
    assert found(as_ann, "/mentionable/garden/", start="bo") == []


def test_in_a_private_room_only_members_are_found(as_bob: Client, cellar: Room, cid: User) -> None:
    assert found(as_bob, "/mentionable/cellar/", start="ci") == []
    assert sorted(found(as_bob, "/mentionable/cellar/")) == ["ann", "bob"]


def test_a_room_that_one_may_not_see_is_not_there(cellar: Room, cid: User) -> None:
    client = Client()
    client.force_login(cid)
    for path in ("", "names/", "absent/"):
        there, nowhere = (client.get(f"/mentionable/{room}/{path}") for room in ("cellar", "nowhere"))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.content == nowhere.content
    ids = {"id": str(cid.pk)}
    added, nothing = (client.post(f"/mentionable/{room}/add/", ids) for room in ("cellar", "nowhere"))
    assert (added.status_code, nothing.status_code) == (404, 404)
    assert not Membership.objects.filter(room=cellar.pk, user=cid.pk).exists()


def test_who_cannot_see_the_room_can_be_added(as_bob: Client, cellar: Room, cid: User) -> None:
    answer = as_bob.get("/mentionable/cellar/absent/", {"name": ["CID", "ann", "nobody"]}).json()
    assert answer == {
        "people": [{"id": str(cid.pk), "username": "cid", "name": "Anselm Cider"}],
        "add": True,
    }
    assert as_bob.post("/mentionable/cellar/add/", {"id": str(cid.pk)}).status_code == 204
    assert as_bob.get("/mentionable/cellar/absent/", {"name": "cid"}).json()["people"] == []


def test_names_are_those_of_now(as_bob: Client, garden: Room, ann: User) -> None:
    async_to_sync(accounts.change_name)(ann, "Ann Elm")
    answer = as_bob.get("/mentionable/garden/names/", {"id": [str(ann.pk), str(uuid.uuid4()), "*"]}).json()
    assert answer == {"people": [{"id": str(ann.pk), "username": "ann", "name": "Ann Elm"}]}


def test_a_guest_finds_members_alone(garden: Room, ann: User, bob: User, cid: User) -> None:
    async_to_sync(memberships.join)(cid, garden.pk)
    User.objects.filter(pk=cid.pk).update(is_guest=True)
    client = Client()
    client.force_login(User.objects.get(pk=cid.pk))
    assert found(client, "/mentionable/garden/", start="bob") == []
    assert found(client, "/mentionable/garden/", start="ann") == ["ann"]
    assert found(client, "/mentionable/garden/absent/", name="bob") == []
