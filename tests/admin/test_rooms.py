"""Rooms in the admin: made, described, archived."""

import pytest
from django.test import Client

from chat.models import AuditEntry, Room, User
from tests.admin.conftest import Moderate, page


def listed(client: Client, **asked: str) -> list[str]:
    answer = client.get("/admin/chat/room/", asked)
    assert answer.status_code == 200
    return [room.slug for room in answer.context["cl"].result_list]


def test_a_room_is_made_as_everywhere_else(staff: Client) -> None:
    form = {"slug": "tea", "title": "Tea", "topic": "", "_save": "Save"}
    assert staff.post("/admin/chat/room/add/", form).status_code == 302
    room = Room.objects.get()
    assert (room.pk, room.title, room.created_by) == ("tea", "Tea", User.objects.get(username="stan"))
    assert "stan (owner)" in page(staff.get("/admin/chat/room/tea/change/"))
    assert "already exists" in page(staff.post("/admin/chat/room/add/", form))
    assert "single dashes" in page(staff.post("/admin/chat/room/add/", form | {"slug": "A B"}))
    assert Room.objects.count() == 1


@pytest.mark.usefixtures("room")
def test_title_and_topic_change_and_the_address_does_not(staff: Client) -> None:
    form = {"slug": "other", "title": "Everything", "topic": "and more", "_save": "Save"}
    assert staff.post("/admin/chat/room/general/change/", form).status_code == 302
    room = Room.objects.get()
    assert (room.slug, room.title, room.topic) == ("general", "Everything", "and more")


@pytest.mark.usefixtures("room")
def test_a_room_is_archived_and_opened_again(staff: Client, moderate: Moderate) -> None:
    assert moderate(staff, "room", "archive", "general", reason="done with") == "Archived: general."
    assert moderate(staff, "room", "archive", "general") == "Already archived: general."
    assert Room.objects.get().is_archived
    assert listed(staff, state="archived") == ["general"]
    assert listed(staff, state="open") == []
    assert moderate(staff, "room", "open_again", "general") == "Unarchived: general."
    assert not Room.objects.get().is_archived
    assert listed(staff, state="open") == ["general"]
    kept = AuditEntry.objects.values_list("action", "reason")
    assert list(kept) == [("unarchive room", ""), ("archive room", "done with")]


@pytest.mark.usefixtures("room")
def test_rooms_are_found_and_completed(staff: Client) -> None:
    assert listed(staff, q="gen") == ["general"]
    assert listed(staff, q="#gen") == ["general"]
    assert listed(staff, q="eneral") == []
    asked = {"app_label": "chat", "model_name": "ban", "field_name": "room", "term": "gen"}
    found = staff.get("/admin/autocomplete/", asked).json()["results"]
    assert found == [{"id": "general", "text": "general"}]


@pytest.mark.usefixtures("room")
def test_a_room_is_not_deleted(root: Client) -> None:
    assert root.post("/admin/chat/room/general/delete/", {"post": "yes"}).status_code == 403
    assert "5" in page(root.get("/admin/chat/room/general/change/"))
