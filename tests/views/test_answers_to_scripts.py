"""What forms answer to the page's own scripts: what was done, or why it was not, in words alone."""

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships
from chat.models import Room, User

PLAIN = {"Accept": "text/plain"}
Fields = dict[str, str]


@pytest.mark.parametrize(
    ("address", "fields", "text"),
    [
        ("/settings/status/", {"emoji": "🌱", "text": "planting", "until": ""}, "Status saved."),
        ("/settings/status/", {"clear": "1"}, "Status cleared."),
        ("/rooms/garden/settings/", {"part": "name", "topic": "Beans"}, "Title and topic saved."),
        ("/rooms/garden/people/add/", {"with": "BOB"}, "Added to #garden: Bob."),
    ],
)
def test_it_says_what_was_done(
    as_ann: Client, bob: User, garden: Room, address: str, fields: Fields, text: str
) -> None:
    answer = as_ann.post(address, fields, headers=PLAIN)
    assert (answer.status_code, answer.content.decode()) == (200, text)
    assert "messages" not in as_ann.cookies  # the next page does not say it again


@pytest.mark.parametrize(
    ("address", "fields", "text"),
    [
        ("/settings/status/", {"emoji": "no", "until": ""}, "emoji"),
        ("/rooms/garden/settings/", {"part": "name", "topic": "x" * 251}, "at most 250 characters"),
        ("/rooms/garden/people/add/", {"with": "nobody"}, "There is no user with this name."),
        ("/conversations/", {"with": "nobody"}, "There is no user with this name."),
    ],
)
def test_it_says_why_not(as_ann: Client, garden: Room, address: str, fields: Fields, text: str) -> None:
    answer = as_ann.post(address, fields, headers=PLAIN)
    assert answer.status_code >= 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert text in answer.content.decode()


def test_a_conversation_is_answered_with_its_address(as_ann: Client, bob: User) -> None:
    address = as_ann.post("/conversations/", {"with": "bob"}, headers=PLAIN).content.decode()
    assert as_ann.get(address).status_code == 200


def test_who_leaves_is_told(as_bob: Client, bob: User, garden: Room) -> None:
    async_to_sync(memberships.join)(bob, garden.pk)
    answer = as_bob.post("/rooms/garden/leave/", headers=PLAIN)
    assert (answer.status_code, answer.content.decode()) == (200, "You left #garden.")
