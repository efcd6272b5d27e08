"""What is done with a message by forms, without scripts."""

import re
import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages, rooms
from chat.models import AuditEntry, Event, Room, User
from chat.protocol.policy import Policy
from chat.queries import timeline


@pytest.fixture
def said(ann: User, bob: User, garden: Room) -> int:
    """The seq of what Bob said in Ann's room."""
    return say(bob, garden, "the beans are up")


def say(user: User, room: Room, text: str) -> int:
    return async_to_sync(messages.post)(user, room.pk, str(uuid.uuid4()), text)


def now(room: Room, seq: int) -> dict[str, Any]:
    found = timeline.message_at(room.pk, seq)
    assert found is not None
    return found


def audited() -> list[tuple[str, int | None, str]]:
    return list(AuditEntry.objects.order_by("at", "id").values_list("action", "seq", "reason"))


def test_a_message_has_a_page_with_what_may_be_done(as_bob: Client, garden: Room, said: int) -> None:
    page = as_bob.get(f"/rooms/garden/{said}/").content.decode()
    assert "the beans are up" in page
    for words in ("Save changes", "Delete message", "React"):
        assert words in page
    assert "as a moderator" not in page


def test_moderators_find_their_actions_there(as_ann: Client, garden: Room, said: int) -> None:
    page = as_ann.get(f"/rooms/garden/{said}/").content.decode()
    assert "Remove message" in page
    assert 'href="/rooms/garden/people/bob/ban/"' in page
    assert "Delete message" not in page


def test_the_room_leads_there(as_bob: Client, garden: Room, said: int) -> None:
    page = as_bob.get("/rooms/garden/").content.decode()
    assert f'<noscript><a class="message__actions-link" href="/rooms/garden/{said}/"' in page


@pytest.mark.parametrize("seq", ["2", "99", "99999999999999999999"])
def test_what_is_no_message_has_no_page(as_bob: Client, bob: User, garden: Room, said: int, seq: str) -> None:
    async_to_sync(messages.react)(bob, garden.pk, str(uuid.uuid4()), said, "👍", True)
    assert as_bob.get(f"/rooms/garden/{seq}/").status_code == 404
    for change in ("edit", "delete", "restore", "react"):
        answer = as_bob.post(f"/rooms/garden/{seq}/{change}/", {"text": "x", "add_emoji": "👍"})
        assert answer.status_code in (403, 404)


def test_ones_own_message_is_edited(as_bob: Client, garden: Room, said: int) -> None:
    answer = as_bob.post(f"/rooms/garden/{said}/edit/", {"text": "the peas\r\nare up"})
    assert answer["Location"] == f"/rooms/garden/?at={said}#m{said}"
    assert (now(garden, said)["text"], now(garden, said)["edited"]) == ("the peas\nare up", True)


def test_an_edit_that_cannot_be_is_kept_and_explained(
    as_bob: Client, garden: Room, said: int, settings: Any
) -> None:
    settings.WICK_TEXT = 5
    page = as_bob.post(f"/rooms/garden/{said}/edit/", {"text": "too long"})
    assert page.status_code == 400
    assert "This is 8 characters long; the most is 5." in page.content.decode()
    assert "too long</textarea>" in page.content.decode()


def test_nobody_edits_somebody_elses(as_ann: Client, garden: Room, said: int) -> None:
    assert as_ann.post(f"/rooms/garden/{said}/edit/", {"text": "x"}).status_code == 403
    assert now(garden, said)["text"] == "the beans are up"


def test_ones_own_message_is_deleted(as_bob: Client, garden: Room, said: int) -> None:
    assert as_bob.post(f"/rooms/garden/{said}/delete/").status_code == 302
    assert now(garden, said)["deleted"]
    assert audited() == []


def test_anyone_adds_and_removes_a_reaction(as_ann: Client, garden: Room, said: int) -> None:
    for _ in range(2):  # pressed twice
        assert as_ann.post(f"/rooms/garden/{said}/react/", {"add_emoji": "🌱"}).status_code == 302
    assert now(garden, said)["reactions"] == {"🌱": ["ann"]}
    page = as_ann.get("/rooms/garden/").content.decode()
    assert re.search(rf'formaction="/rooms/garden/{said}/react/"\s+name="remove_emoji" value="🌱"', page)
    as_ann.post(f"/rooms/garden/{said}/react/", {"remove_emoji": "🌱"})
    assert "reactions" not in now(garden, said)


@pytest.mark.parametrize("emoji", ["", "x", "🌱🌱", "<b>"])
def test_a_reaction_is_an_emoji(as_ann: Client, garden: Room, said: int, emoji: str) -> None:
    assert as_ann.post(f"/rooms/garden/{said}/react/", {"add_emoji": emoji}).status_code == 400
    assert Event.objects.filter(room=garden.pk).count() == 1


def test_a_moderator_removes_and_restores_with_reasons(as_ann: Client, garden: Room, said: int) -> None:
    as_ann.post(f"/rooms/garden/{said}/delete/", {"reason": "beans are off topic"})
    assert now(garden, said)["deleted"]
    assert "Restore message" in as_ann.get(f"/rooms/garden/{said}/").content.decode()
    as_ann.post(f"/rooms/garden/{said}/restore/", {"reason": "they are not"})
    assert now(garden, said)["text"] == "the beans are up"
    assert audited() == [
        ("delete message", said, "beans are off topic"),
        ("restore message", said, "they are not"),
    ]


def test_others_do_neither(as_bob: Client, ann: User, garden: Room) -> None:
    seq = say(ann, garden, "mine")
    assert as_bob.post(f"/rooms/garden/{seq}/delete/").status_code == 403
    async_to_sync(messages.delete)(ann, garden.pk, str(uuid.uuid4()), seq)
    assert as_bob.post(f"/rooms/garden/{seq}/restore/").status_code == 403
    assert "Restore" not in as_bob.get(f"/rooms/garden/{seq}/").content.decode()


def test_scripts_get_text_and_no_page(as_ann: Client, as_bob: Client, garden: Room, said: int) -> None:
    plain = {"Accept": "text/plain"}
    refused = as_ann.post(f"/rooms/garden/{said}/edit/", {"text": "x"}, headers=plain)
    assert (refused.status_code, refused.content) == (403, b"This is somebody else's message.")
    assert as_ann.post(f"/rooms/garden/{said}/delete/", {"reason": "x"}, headers=plain).status_code == 204


def test_in_a_closed_room_nothing_is_offered(as_bob: Client, ann: User, garden: Room, said: int) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True)
    async_to_sync(rooms.archive)(User.objects.get(pk=ann.pk), garden.pk, True)
    page = as_bob.get(f"/rooms/garden/{said}/").content.decode()
    assert "This room is archived" in page
    assert "<button" not in page.split('id="page"')[1]
    assert as_bob.post(f"/rooms/garden/{said}/delete/").status_code == 403


def test_a_message_is_pinned_and_unpinned_by_a_form(as_bob: Client, garden: Room, said: int) -> None:
    page = as_bob.get(f"/rooms/garden/{said}/").content.decode()
    assert "Pin message" in page
    as_bob.post(f"/rooms/garden/{said}/pin/", {"on": "1"})
    assert now(garden, said)["pinned"] is True
    listed = as_bob.get("/rooms/garden/pins/").content.decode()
    assert "the beans are up" in listed
    assert "Unpin" in listed
    assert "Unpin message" in as_bob.get(f"/rooms/garden/{said}/").content.decode()
    as_bob.post(f"/rooms/garden/{said}/pin/", {"on": ""})
    assert "pinned" not in now(garden, said)
    assert "No message is pinned here" in as_bob.get("/rooms/garden/pins/").content.decode()


def test_the_form_is_not_there_where_only_moderators_pin(
    as_bob: Client, as_ann: Client, ann: User, garden: Room, said: int
) -> None:
    async_to_sync(rooms.set_policy)(ann, garden.pk, Policy(pin="moderators"))
    assert "Pin message" not in as_bob.get(f"/rooms/garden/{said}/").content.decode()
    assert "Pin message" in as_ann.get(f"/rooms/garden/{said}/").content.decode()
    assert as_bob.post(f"/rooms/garden/{said}/pin/", {"on": "1"}).status_code == 403
