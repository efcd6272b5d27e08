"""What a message said before it was edited: who sees it, and how."""

import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships, messages
from chat.models import Room, User


def do(action: Any, user: User, room: Room, *what: object) -> int:
    return int(async_to_sync(action)(user, room.pk, str(uuid.uuid4()), *what))


@pytest.fixture
def edited(bob: User, garden: Room) -> int:
    """A message of Bob's in Ann's room."""
    seq = do(messages.post, bob, garden, "first ||words||")
    for text in ("second **words**", "third words"):
        do(messages.edit, bob, garden, seq, text)
    return seq


def test_its_author_and_moderators_see_all_versions_the_newest_first(
    as_ann: Client, as_bob: Client, edited: int
) -> None:
    for client in (as_ann, as_bob):
        page = client.get(f"/rooms/garden/{edited}/versions/").content.decode()
        places = [page.index(text) for text in ("third words", "second <strong>words", "first <span")]
        assert places == sorted(places)


def test_nobody_else_does(garden: Room, edited: int) -> None:
    cat = User.objects.create_user("cat")
    async_to_sync(memberships.join)(cat, garden.pk)
    client = Client()
    client.force_login(cat)
    assert client.get(f"/rooms/garden/{edited}/versions/").status_code == 403
    assert 'href="/rooms/garden/1/versions/"' not in client.get("/rooms/garden/").content.decode()
    Room.objects.filter(pk=garden.pk).update(kind=Room.Kind.PRIVATE)
    outsider = Client()
    outsider.force_login(User.objects.create_user("dan"))
    assert outsider.get(f"/rooms/garden/{edited}/versions/").status_code == 404


def test_those_of_a_deleted_message_are_for_moderators(
    as_ann: Client, as_bob: Client, bob: User, garden: Room, edited: int
) -> None:
    do(messages.delete, bob, garden, edited)
    assert "third words" in as_ann.get(f"/rooms/garden/{edited}/versions/").content.decode()
    assert as_bob.get(f"/rooms/garden/{edited}/versions/").status_code == 404


def test_the_word_edited_leads_there_for_those_who_may(as_ann: Client, as_bob: Client, edited: int) -> None:
    for client in (as_ann, as_bob):
        page = client.get("/rooms/garden/").content.decode()
        assert f'href="/rooms/garden/{edited}/versions/"' in page


def test_older_versions_are_a_page_away(as_bob: Client, edited: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.queries.message_versions.PAGE", 1)
    newest = as_bob.get(f"/rooms/garden/{edited}/versions/")
    assert "third words" in newest.content.decode()
    assert "second" not in newest.content.decode()
    older = as_bob.get(f"/rooms/garden/{edited}/versions/", {"before": newest.context["older"]})
    assert "second" in older.content.decode()
    assert "first" in older.content.decode()
    assert older.context["older"] is None


@pytest.mark.parametrize("seq", [2, 999])
def test_there_are_none_of_what_is_no_message(as_bob: Client, edited: int, seq: int) -> None:
    assert as_bob.get(f"/rooms/garden/{seq}/versions/").status_code == 404
