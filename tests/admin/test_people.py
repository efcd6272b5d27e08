"""People in the admin: found, suspended, banned; changed only by those who may; never deleted."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import Permission
from django.test import Client

from chat.actions import workspace
from chat.actions.system_account import system_account
from chat.actions.workspace import WorkspaceChange
from chat.models import AuditEntry, Ban, Membership, Notice, Room, User
from tests.admin.conftest import Moderate, page, signed_in


def listed(client: Client, **asked: str) -> list[str]:
    answer = client.get("/admin/chat/user/", asked)
    assert answer.status_code == 200
    return [user.username for user in answer.context["cl"].result_list]


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize(
    ("term", "names"),
    [
        ("ann", ["ann"]),
        ("AN", ["ann", "Anton"]),
        ("@ann", ["ann"]),
        ("ann@example.org", ["ann"]),
        ("nn", []),
        ("Ann Lee", []),
    ],
)
def test_people_are_found(staff: Client, term: str, names: list[str]) -> None:
    User.objects.create_user("Anton")
    assert listed(staff, q=term) == names


def test_people_are_found_by_id_and_standing(staff: Client, ann: User, moderate: Moderate) -> None:
    assert listed(staff, q=str(ann.pk)) == ["ann"]
    assert listed(staff, standing="staff") == ["stan"]
    assert listed(staff, standing="suspended") == []
    moderate(staff, "user", "suspend", ann.pk)
    assert listed(staff, standing="suspended") == ["ann"]


def test_an_account_is_suspended_and_unsuspended(staff: Client, ann: User, moderate: Moderate) -> None:
    assert moderate(staff, "user", "suspend", ann.pk, reason="spam") == "Suspended: ann."
    assert moderate(staff, "user", "suspend", ann.pk) == "Already suspended: ann."
    ann.refresh_from_db()
    assert ann.is_suspended
    assert moderate(staff, "user", "unsuspend", ann.pk) == "Suspension lifted: ann."
    ann.refresh_from_db()
    assert not ann.is_suspended
    assert list(AuditEntry.objects.values_list("action", "reason")) == [
        ("lift suspension", ""),
        ("suspend", "spam"),
    ]


def test_a_refusal_is_told(staff: Client, root: Client, ann: User, moderate: Moderate) -> None:
    others = User.objects.filter(username__in=["root", "stan"]).order_by("username")
    said = moderate(staff, "user", "suspend", ann.pk, *[user.pk for user in others])
    assert said == (
        "Suspended: ann. | Root: Only another administrator may suspend an administrator. "
        "| Stan: You cannot suspend yourself."
    )


@pytest.mark.usefixtures("room")
def test_somebody_is_banned_and_unbanned(staff: Client, ann: User, moderate: Moderate) -> None:
    assert moderate(staff, "user", "ban_user", ann.pk, room="general", reason="spam") == "Banned: ann."
    ban = Ban.objects.get()
    assert (ban.user, ban.room_id, ban.reason) == (ann, "general", "spam")
    assert "ann" in page(staff.get("/admin/chat/ban/", {"q": "ann"}))
    assert "ann" in page(staff.get("/admin/chat/ban/", {"q": "general"}))
    assert "0 bans" in page(staff.get("/admin/chat/ban/", {"q": "stan"}))
    assert moderate(staff, "ban", "unban", ban.pk, reason="sorry") == "Ban lifted: ann from general."
    assert not Ban.objects.exists()


@pytest.mark.usefixtures("room")
def test_somebody_is_kicked_and_may_come_back(staff: Client, ann: User, moderate: Moderate) -> None:
    assert moderate(staff, "user", "kick", ann.pk, room="general", reason="noise") == "Removed: ann."
    assert not Ban.objects.exists()
    assert not Membership.objects.filter(user=ann).exists()
    assert list(AuditEntry.objects.values_list("action", "reason")) == [("kick", "noise")]


@pytest.mark.usefixtures("room")
def test_the_page_in_between_wants_a_room(staff: Client, ann: User, moderate: Moderate) -> None:
    assert moderate(staff, "user", "ban_user", ann.pk) == ""
    assert moderate(staff, "user", "ban_user", ann.pk, room="nowhere") == ""
    assert not Ban.objects.exists()


@pytest.mark.usefixtures("room")
def test_somebody_becomes_a_moderator_and_none_again(staff: Client, moderate: Moderate) -> None:
    bob = User.objects.create_user("bob")
    moderate(staff, "user", "make_moderator", bob.pk, room="general")
    assert Membership.objects.get(user=bob).role == "moderator"
    assert "bob (moderator)" in page(staff.get("/admin/chat/room/general/change/"))
    moderate(staff, "user", "unmake_moderator", bob.pk, room="general")
    assert Membership.objects.get(user=bob).role == "member"


def test_the_staff_sees_no_more_of_an_account_than_everybody(staff: Client, root: Client, ann: User) -> None:
    address = f"/admin/chat/user/{ann.pk}/change/"
    assert "ann@example.org" not in page(staff.get(address))
    assert staff.post(address, {"name": "Other", "_save": "Save"}).status_code == 403
    assert "ann@example.org" in root.get(address).content.decode()


def test_an_account_made_here_joins_the_default_rooms(root: Client, room: Room) -> None:
    async_to_sync(workspace.change)(system_account(), WorkspaceChange(default_rooms=[room.pk]))
    form = {"username": "cid", "usable_password": "false", "_save": "Save"}
    assert root.post("/admin/chat/user/add/", form).status_code == 302
    assert Membership.objects.filter(user__username="cid", room=room.pk).exists()


def test_a_name_changed_here_is_sent_to_those_who_see_it(root: Client, ann: User) -> None:
    form = {"name": "Ann B", "email": "", "is_active": "on", "role": "member", "_save": "Save"}
    assert root.post(f"/admin/chat/user/{ann.pk}/change/", form).status_code == 302
    assert Notice.objects.filter(kind="profile", data={"user": str(ann.pk)}).exists()


def test_a_picture_and_the_text_of_a_profile_are_removed(
    staff: Client, ann: User, moderate: Moderate
) -> None:
    User.objects.filter(pk=ann.pk).update(picture="0" * 32, about="rude", status_text="ruder")
    assert moderate(staff, "user", "remove_picture", ann.pk, reason="nude") == "Picture removed: ann."
    assert moderate(staff, "user", "remove_picture", ann.pk) == "No picture: ann."
    assert (
        moderate(staff, "user", "remove_profile_text", ann.pk, reason="rude") == "Profile text removed: ann."
    )
    ann.refresh_from_db()
    assert (ann.picture, ann.about, ann.status_text, ann.name) == ("", "", "", "Ann Lee")
    assert sorted(AuditEntry.objects.values_list("action", "reason")) == [
        ("remove picture", "nude"),
        ("remove profile text", "rude"),
    ]
    assert Notice.objects.filter(kind="profile", data={"user": str(ann.pk)}).count() == 2


def test_the_profile_of_an_administrator_is_for_administrators(staff: Client, moderate: Moderate) -> None:
    administrator = User.objects.create_superuser("ada", about="mine")
    said = moderate(staff, "user", "remove_profile_text", administrator.pk)
    assert said == "Ada: Only an administrator may do this."


def test_who_may_change_accounts_gives_no_rights_and_changes_no_administrator(
    root: Client, ann: User
) -> None:
    helper = User.objects.create_user("helper", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="change_user"))
    client = signed_in(helper)
    form: dict[str, Any] = {
        "name": "Ann B",
        "email": "",
        "role": "administrator",
        "_save": "Save",
    }
    assert client.post(f"/admin/chat/user/{ann.pk}/change/", form).status_code == 302
    ann.refresh_from_db()
    assert (ann.name, ann.is_superuser, ann.is_staff) == ("Ann B", False, False)
    administrator = User.objects.get(username="root")
    assert client.post(f"/admin/chat/user/{administrator.pk}/change/", form).status_code == 403
    assert client.get(f"/admin/chat/user/{administrator.pk}/password/").status_code == 403


def test_the_last_administrator_stays_one(root: Client) -> None:
    own = User.objects.get(is_superuser=True)
    form = {"name": own.name, "email": "", "is_active": "on", "role": "member", "_save": "Save"}
    answer = root.post(f"/admin/chat/user/{own.pk}/change/", form, follow=True)
    assert "This is the only administrator." in page(answer)
    own.refresh_from_db()
    assert own.role == "administrator"


def test_an_administrator_makes_and_changes_accounts(root: Client) -> None:
    passwords = {"password1": "correct horse", "password2": "correct horse", "usable_password": "true"}
    made = root.post("/admin/chat/user/add/", {"username": "bob", **passwords})
    assert made.status_code == 302
    bob = User.objects.get(username="bob")
    assert bob.check_password("correct horse")
    assert "This name is already taken" in page(
        root.post("/admin/chat/user/add/", {"username": "BOB", **passwords})
    )
    form = {"name": "Bob", "email": "b@example.org", "is_active": "on", "role": "guest", "_save": "Save"}
    assert root.post(f"/admin/chat/user/{bob.pk}/change/", form).status_code == 302
    bob.refresh_from_db()
    assert (bob.name, bob.role, bob.username) == ("Bob", "guest", "bob")
    assert AuditEntry.objects.get().action == "make guest"
    form["role"] = "moderator"
    root.post(f"/admin/chat/user/{bob.pk}/change/", form)
    bob.refresh_from_db()
    assert (bob.role, bob.is_staff, bob.is_guest) == ("moderator", True, False)
    new = {"password1": "battery staple", "password2": "battery staple", "usable_password": "true"}
    assert root.post(f"/admin/chat/user/{bob.pk}/password/", new).status_code == 302
    bob.refresh_from_db()
    assert bob.check_password("battery staple")


def test_nobody_is_deleted(root: Client, ann: User) -> None:
    assert root.post(f"/admin/chat/user/{ann.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [str(ann.pk)], "post": "yes"}
    root.post("/admin/chat/user/", chosen)
    assert User.objects.filter(pk=ann.pk).exists()


def test_only_the_staff_comes_in_and_not_while_suspended(staff: Client, ann: User) -> None:
    assert signed_in(ann).get("/admin/").status_code == 302
    assert staff.get("/admin/").status_code == 200
    User.objects.filter(username="stan").update(suspended_at="2026-01-01T00:00Z")
    assert staff.get("/admin/").status_code == 302
