"""Signing up, in and out; passwords; names."""

import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import accounts, messages, sign_in
from chat.models import Room, User
from chat.protocol.errors import Refused
from tests.views.conftest import PASSWORD

NEW = "a quiet afternoon"


def signs_in(client: Client, username: str = "ann", password: str = PASSWORD) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password})


def test_signing_up_makes_the_account_and_signs_in(client: Client, transactional_db: None) -> None:
    form = {"username": "cid", "name": "Cid", "email": "", "password": NEW, "next": "/rooms/"}
    answer = client.post("/sign-up/", form)
    assert answer["Location"] == "/rooms/"
    assert client.get("/rooms/").status_code == 200
    assert User.objects.get(username="cid").check_password(NEW)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"username": "ANN"}, "This name is already taken."),
        ({"username": "not good"}, "begin with a letter or a digit."),
        ({"password": "12345"}, 'id="id_password_error"'),
        ({"password": "12345"}, "This password is too short."),
        ({"email": "nowhere"}, "Enter a valid email address."),
    ],
)
def test_what_is_wrong_with_it_is_said(client: Client, ann: User, change: dict[str, str], why: str) -> None:
    form = {"username": "cid", "name": "Cid", "email": "", "password": NEW} | change
    page = client.post("/sign-up/", form)
    assert why in page.content.decode()
    assert User.objects.count() == 1


def test_sign_up_that_is_closed_says_so(client: Client, transactional_db: None, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    assert "Sign-ups are closed." in client.get("/sign-up/").content.decode()
    client.post("/sign-up/", {"username": "cid", "password": NEW})
    assert not User.objects.exists()


def test_nobody_is_sent_elsewhere_after_signing_up(client: Client, transactional_db: None) -> None:
    form = {"username": "cid", "password": NEW, "next": "https://example.org/"}
    assert client.post("/sign-up/", form)["Location"] == "/"


def test_signing_in_and_out(client: Client, ann: User) -> None:
    assert signs_in(client)["Location"] == "/"
    assert client.get("/settings/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/settings/").status_code == 302


def test_signing_out_has_the_browser_delete_what_is_stored_and_keep_the_look(as_ann: Client) -> None:
    as_ann.post("/settings/", {"theme": "dark"})
    assert as_ann.post("/sign-out/")["Clear-Site-Data"] == '"storage"'
    assert 'data-theme="dark"' in as_ann.get("/sign-in/").content.decode()


def test_a_link_cannot_sign_me_out(as_ann: Client) -> None:
    assert as_ann.get("/sign-out/").status_code == 405
    assert as_ann.get("/settings/").status_code == 200


def test_a_wrong_password_is_said_plainly(client: Client, ann: User) -> None:
    page = signs_in(client, password="wrong")
    assert "That name and password do not match." in page.content.decode()


def test_too_many_tries_are_stopped_and_the_right_password_too(client: Client, ann: User) -> None:
    for _ in range(10):
        assert signs_in(client, password="wrong").status_code == 200
    page = signs_in(client)
    assert page.status_code == 429
    assert "Too many attempts to sign in. Try again in 5 minutes." in page.content.decode()
    assert client.get("/settings/").status_code == 302


def test_tries_are_counted_by_address_as_well(client: Client, ann: User) -> None:
    for number in range(50):
        signs_in(client, username=f"nobody{number}", password="wrong")
    assert signs_in(client).status_code == 429
    elsewhere = client.post("/sign-in/", {"username": "ann", "password": PASSWORD}, REMOTE_ADDR="10.1.1.1")
    assert elsewhere.status_code == 302


def test_a_name_written_in_another_way_is_the_same_name(client: Client, ann: User) -> None:
    for written in ("ann", "ANN", " ann ", "ann ", "\uff41nn") * 2:
        signs_in(client, username=written, password="wrong")
    assert signs_in(client).status_code == 429


def test_an_ipv6_network_is_one_guesser(client: Client, ann: User) -> None:
    for number in range(10):
        sign_in.count("ann", f"2001:db8:0:1::{number:x}")
    with pytest.raises(Refused):
        sign_in.count("ann", "2001:db8:0:1:ffff::1")
    sign_in.count("ann", "2001:db8:0:2::1")


def test_nobody_locks_somebody_elses_name(client: Client, ann: User) -> None:
    for _ in range(11):
        signs_in(client, password="wrong")
    elsewhere = client.post("/sign-in/", {"username": "ann", "password": PASSWORD}, REMOTE_ADDR="10.1.1.1")
    assert elsewhere.status_code == 302


def test_the_admin_has_no_sign_in_of_its_own(client: Client, ann: User) -> None:
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2F"
    guess = client.post("/admin/login/", {"username": "ann", "password": PASSWORD})
    assert guess.status_code == 302
    assert client.get("/settings/").status_code == 302, "signed in past the limit"


def test_the_admin_sends_nobody_elsewhere(client: Client, transactional_db: None) -> None:
    assert client.get("/admin/login/?next=https://example.org/")["Location"] == "/sign-in/?next=%2Fadmin%2F"


def test_who_may_not_use_the_admin_is_told(as_ann: Client) -> None:
    assert as_ann.get("/admin/login/").status_code == 403


def test_a_suspended_user_cannot_sign_in(client: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(suspended_at=ann.date_joined)
    assert "Your account is suspended." in signs_in(client).content.decode()


def test_a_suspended_person_with_a_session_is_signed_out(as_ann: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(suspended_at=ann.date_joined)
    assert as_ann.get("/rooms/").status_code == 403
    assert as_ann.get("/rooms/").status_code == 302


def test_a_new_name(as_ann: Client, ann: User) -> None:
    page = as_ann.post("/settings/", {"name": " Ann   Oak "}, follow=True).content.decode()
    assert "Profile saved." in page
    assert User.objects.get(pk=ann.pk).name == "Ann Oak"


def test_the_theme_is_kept_on_the_device(as_ann: Client) -> None:
    as_ann.post("/settings/", {"theme": "dark"})
    assert 'data-theme="dark"' in as_ann.get("/settings/").content.decode()
    as_ann.post("/settings/", {"theme": "system"})
    assert "data-theme" not in as_ann.get("/settings/").content.decode()


def test_changing_the_password_keeps_this_session(as_ann: Client, ann: User) -> None:
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    page = as_ann.post("/settings/password/", form, follow=True).content.decode()
    assert "Password changed." in page
    assert User.objects.get(pk=ann.pk).check_password(NEW)


def test_other_pages_of_the_device_go_on_after_it_and_other_devices_do_not(ann: User) -> None:
    here, elsewhere = Client(), Client()
    here.force_login(ann)
    elsewhere.force_login(ann)
    before = here.cookies["sessionid"].value
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post("/settings/password/", form)
    assert here.cookies["sessionid"].value != before
    assert here.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get("/settings/").status_code == 302


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"new_password2": "another afternoon"}, "The two new passwords are not the same."),
        ({"new_password1": "12345", "new_password2": "12345"}, "This password is too short."),
        ({"new_password1": "", "new_password2": ""}, "This field is required."),
    ],
)
def test_a_new_password_that_is_no_good_is_said(
    as_ann: Client, ann: User, change: dict[str, str], why: str
) -> None:
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW} | change
    assert why in as_ann.post("/settings/password/", form).content.decode()
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)


def test_guessing_the_old_password_is_limited(as_ann: Client, ann: User) -> None:
    form = {"old_password": "a guess", "new_password1": NEW, "new_password2": NEW}
    assert [as_ann.post("/settings/password/", form).status_code for _ in range(10)] == [200] * 10
    refused = as_ann.post("/settings/password/", form | {"old_password": PASSWORD})
    assert (refused.status_code, "Retry-After" in refused) == (429, True)
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)


@pytest.mark.parametrize("page", ["/admin/password_change/", "/admin/chat/user/{}/password/"])
def test_the_admin_changes_ones_own_password_on_the_same_page(client: Client, ann: User, page: str) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)
    client.force_login(ann)
    assert client.get(page.format(ann.pk))["Location"] == "/settings/password/"


def test_the_old_password_is_asked_for(as_ann: Client) -> None:
    form = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    page = as_ann.post("/settings/password/", form).content.decode()
    assert "That is not your current password." in page


def test_a_name_of_the_staff_is_kept_for_it(as_ann: Client, ann: User) -> None:
    User.objects.create_user("sam", name="Sam Stone", is_staff=True)
    for name in ("Sаm Stone", "Administrator", "W\u200bick"):
        page = as_ann.post("/settings/", {"name": name}).content.decode()
        assert "kept for the staff" in page or "invisible characters" in page
    ann.refresh_from_db()
    assert ann.name == "Ann Ash"


def test_the_user_name_stands_beside_a_name_that_two_people_have(
    as_ann: Client, ann: User, bob: User, garden: Room
) -> None:
    for user in (bob, ann):
        async_to_sync(messages.post)(user, garden.pk, str(uuid.uuid4()), "hello")
    assert '<span class="message__note">@' not in as_ann.get("/rooms/garden/").content.decode()
    async_to_sync(accounts.change_name)(bob, "ann ash")
    bob.refresh_from_db()
    async_to_sync(messages.post)(bob, garden.pk, str(uuid.uuid4()), "hello")
    page = as_ann.get("/rooms/garden/").content.decode()
    assert '<span class="message__note" dir="auto">@bob</span>' in page
    assert '<span class="message__note" dir="auto">@ann</span>' in page
