"""deleteroom and deleteperson, and the commands for what the admin does to rooms, messages and the staff."""

import uuid

import pytest
from asgiref.sync import async_to_sync

from chat.actions import memberships, messages, removal, rooms
from chat.management.action import Error
from chat.models import AuditEntry, Event, GoneRoom, Membership, Room, User
from chat.storage import log_removal


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)


def say(user: User, room: str, text: str) -> int:
    return async_to_sync(messages.post)(user, room, str(uuid.uuid4()), text)


def test_a_deleted_room_is_gone_with_everything_and_its_address_is_not_used_again(
    run, result, ann: User, general: str
) -> None:
    say(ann, general, "hello")
    async_to_sync(memberships.join)(ann, general)
    assert result("deleteroom", general, "--reason", "old") == {"room": general, "events": 1}
    assert result("deleteroom", general) == {"room": general, "events": 0}
    assert not Room.objects.exists()
    assert not Event.objects.exists()
    assert not Membership.objects.exists()
    assert GoneRoom.objects.get().slug == general
    with pytest.raises(Error, match="is not available"):
        run("createroom", general)
    assert AuditEntry.objects.values_list("action", "reason").get() == ("delete room", "old")


def test_a_deletion_that_was_cut_off_goes_on(result, ann: User, general: str, monkeypatch) -> None:
    say(ann, general, "hello")
    monkeypatch.setattr(log_removal, "drop", lambda room: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        result("deleteroom", general)
    monkeypatch.undo()
    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)
    assert result("deleteroom", general)["events"] == 1


def test_what_a_deleted_person_wrote_stays_under_another_name(result, ann: User, general: str) -> None:
    say(ann, general, "hello")
    epoch = Room.objects.get().epoch
    result("deleteperson", "ann", "--reason", "asked for it")
    event = Event.objects.get()
    assert (event.text, event.author_name, event.author_username) == (
        "hello",
        "Deleted account",
        f"deleted-{ann.pk.hex[:12]}",
    )
    ann.refresh_from_db()
    assert (ann.name, ann.email, ann.is_active, ann.is_suspended) == ("Deleted account", "", False, True)
    assert Room.objects.get().epoch != epoch
    assert result("deleteperson", ann.username)["id"] == str(ann.pk)
    assert AuditEntry.objects.values_list("action", "reason").get() == ("delete account", "asked for it")


def test_or_goes_with_them(result, run, ann: User, general: str) -> None:
    say(ann, general, "hello")
    say(User.objects.create_user("bob"), general, "hi ann")
    async_to_sync(messages.edit)(ann, general, str(uuid.uuid4()), 1, "hello all")
    result("deleteperson", "ann", "--messages")
    assert [event.text for event in Event.objects.order_by("seq")] == ["", "hi ann", "", None]
    run("verify_log")  # which fails where something is wrong


def test_rooms_that_have_no_owner_then_are_named(result, ann: User) -> None:
    async_to_sync(rooms.create)(ann, "tea")
    assert result("deleteperson", "ann")["rooms_without_owner"] == ["tea"]


def test_a_room_is_archived_and_opened_again(result, general: str) -> None:
    assert result("archive", general)["changed"]
    assert not result("archive", general)["changed"]
    assert Room.objects.get().is_archived
    assert result("archive", general, "--undo")["changed"]
    assert not Room.objects.get().is_archived


def test_a_message_is_deleted_and_restored(result, run, ann: User, general: str) -> None:
    say(ann, general, "hello")
    assert result("deletemessage", general, "1", "--reason", "spam")["changed"]
    assert not result("deletemessage", general, "1")["changed"]
    assert result("deletemessage", general, "1", "--undo")["changed"]
    assert not result("deletemessage", general, "1", "--undo")["changed"]
    with pytest.raises(Error):
        run("deletemessage", general, "99")


def test_somebody_is_removed_from_a_room(result, ann: User, general: str) -> None:
    async_to_sync(memberships.join)(ann, general)
    result("kick", "ann", general)
    assert not Membership.objects.filter(user=ann).exists()


def test_a_role_in_the_workspace_is_given(result, ann: User) -> None:
    def standing() -> tuple[str, bool, bool, bool]:
        ann.refresh_from_db()
        return ann.role.value, ann.is_superuser, ann.is_staff, ann.is_guest

    assert result("role", "ann", "moderator")["changed"]
    assert not result("role", "ann", "moderator")["changed"]
    assert standing() == ("moderator", False, True, False)
    result("role", "ann", "administrator", "--reason", "new here")
    assert standing() == ("administrator", True, True, False)
    result("role", "ann", "guest")
    assert standing() == ("guest", False, False, True)
    result("role", "ann", "member")
    assert standing() == ("member", False, False, False)
    kept = AuditEntry.objects.order_by("at", "id").values_list("action", "reason")
    assert list(kept) == [
        ("make staff", ""),
        ("make administrator", "new here"),
        ("make guest", ""),
        ("make member", ""),
    ]
