"""Rooms and accounts are deleted by administrators."""

import pytest
from django.test import Client

from chat.actions import removal
from chat.models import Room, User


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)


@pytest.mark.usefixtures("room")
def test_an_administrator_deletes_a_room_and_others_do_not(root: Client, staff: Client, moderate) -> None:
    general = Room.objects.get(slug="general")
    assert "Only an administrator" in moderate(staff, "room", "delete_room", general.pk, reason="old")
    assert Room.objects.filter(slug="general").exists()
    assert moderate(root, "room", "delete_room", general.pk, reason="old") == "Deleted: general."
    assert not Room.objects.filter(slug="general").exists()


@pytest.mark.usefixtures("room")
def test_an_administrator_deletes_an_account(root: Client, moderate) -> None:
    ann = User.objects.get(username="ann")
    moderate(root, "user", "delete_account", str(ann.pk), reason="asked for it")
    ann.refresh_from_db()
    assert (ann.name, ann.is_active) == ("Deleted account", False)
