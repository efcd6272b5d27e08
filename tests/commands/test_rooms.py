"""createroom and moderator."""

import pytest

from chat.management.action import Error
from chat.models import AuditEntry, Membership, Room, User


def test_a_room_is_made_once(run, result) -> None:
    made = result("createroom", "general", "--title", "General", "--topic", "This and that")
    assert made == {"room": "general", "slug": "general", "created": True}
    assert run("createroom", "general") == "There is a room at “general” already."
    room = Room.objects.get()
    assert (room.title, room.topic) == ("General", "This and that")
    assert room.created_by == User.objects.get(username="house")


def test_somebody_owns_it(run, ann: User) -> None:
    run("createroom", "tea", "--owner", "ann")
    assert Membership.objects.get(room="tea").user == ann


@pytest.mark.parametrize("slug", ["", "Tea", "a b", "-", "x" * 49])
def test_an_address_that_is_none_is_refused(run, slug: str) -> None:
    with pytest.raises(Error):
        run("createroom", slug)
    assert not Room.objects.exists()


def test_a_room_that_is_there_gets_the_owner_who_is_named(run, ann: User, general: str) -> None:
    assert run("createroom", general, "--owner", "ann").endswith("ann owns it now.")
    assert run("createroom", general, "--owner", "ann").endswith("ann owns it already.")
    assert Membership.objects.get(user=ann).role == "owner"


def test_an_owner_who_is_not_there_is_refused(run) -> None:
    with pytest.raises(Error, match="There is nobody called “ann”"):
        run("createroom", "tea", "--owner", "ann")
    assert not Room.objects.exists()


@pytest.mark.usefixtures("ann")
def test_a_moderator_is_made_and_unmade(result, general: str) -> None:
    assert result("moderator", "ann", general)["changed"]
    assert not result("moderator", "ann", general)["changed"]
    assert Membership.objects.get(user__username="ann").role == "moderator"
    assert result("moderator", "ann", general, "--undo")["changed"]
    assert not result("moderator", "ann", general, "--undo")["changed"]
    assert Membership.objects.get(user__username="ann").role == "member"
    actions = ["unmake moderator", "make moderator"]
    assert list(AuditEntry.objects.values_list("action", flat=True)) == actions


@pytest.mark.usefixtures("ann")
def test_undoing_what_was_not_makes_no_member(result, general: str) -> None:
    assert not result("moderator", "ann", general, "--undo")["changed"]
    assert not Membership.objects.filter(user__username="ann").exists()


def test_rooms_get_a_new_epoch_after_a_restore(run, result) -> None:
    run("createroom", "general")
    run("createroom", "tea")
    before = dict(Room.objects.values_list("slug", "epoch"))
    result("newepoch", "tea")
    after = dict(Room.objects.values_list("slug", "epoch"))
    assert (after["general"], after["tea"] != before["tea"]) == (before["general"], True)
    assert set(result("newepoch")["epochs"]) == {"general", "tea"}
    assert Room.objects.get(slug="general").epoch != before["general"]
