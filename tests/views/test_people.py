"""Signing up, in and out; passwords; names."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from chat.models import User
from tests.views.conftest import PASSWORD

NEW = "a quiet afternoon"


def sign_in(client: Client, username: str = "ann", password: str = PASSWORD) -> Any:
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
        ({"username": "ANN"}, "Somebody has this name already."),
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


def test_a_closed_house_says_so(client: Client, transactional_db: None, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    assert "This house takes no new people by itself." in client.get("/sign-up/").content.decode()
    client.post("/sign-up/", {"username": "cid", "password": NEW})
    assert not User.objects.exists()


def test_nobody_is_sent_elsewhere_after_signing_up(client: Client, transactional_db: None) -> None:
    form = {"username": "cid", "password": NEW, "next": "https://example.org/"}
    assert client.post("/sign-up/", form)["Location"] == "/"


def test_signing_in_and_out(client: Client, ann: User) -> None:
    assert sign_in(client)["Location"] == "/"
    assert client.get("/settings/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/settings/").status_code == 302


def test_a_link_cannot_sign_me_out(as_ann: Client) -> None:
    assert as_ann.get("/sign-out/").status_code == 405
    assert as_ann.get("/settings/").status_code == 200


def test_a_wrong_password_is_said_plainly(client: Client, ann: User) -> None:
    page = sign_in(client, password="wrong")
    assert "That name and password do not match." in page.content.decode()


def test_too_many_tries_are_stopped_and_the_right_password_too(client: Client, ann: User) -> None:
    for _ in range(10):
        assert sign_in(client, password="wrong").status_code == 200
    page = sign_in(client)
    assert page.status_code == 429
    assert "Too many tries in a short time." in page.content.decode()
    assert client.get("/settings/").status_code == 302


def test_tries_are_counted_by_address_as_well(client: Client, ann: User) -> None:
    for number in range(50):
        sign_in(client, username=f"nobody{number}", password="wrong")
    assert sign_in(client).status_code == 429
    elsewhere = client.post("/sign-in/", {"username": "ann", "password": PASSWORD}, REMOTE_ADDR="10.1.1.1")
    assert elsewhere.status_code == 302


def test_a_suspended_person_cannot_sign_in(client: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(suspended_at=ann.date_joined)
    assert "This account is suspended." in sign_in(client).content.decode()


def test_a_suspended_person_with_a_session_is_put_out(as_ann: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(suspended_at=ann.date_joined)
    assert as_ann.get("/rooms/").status_code == 403
    assert as_ann.get("/rooms/").status_code == 302


def test_a_new_name(as_ann: Client, ann: User) -> None:
    page = as_ann.post("/settings/", {"name": " Ann   Oak "}, follow=True).content.decode()
    assert "Your name is changed." in page
    assert User.objects.get(pk=ann.pk).name == "Ann Oak"


def test_the_look_is_kept_on_the_device(as_ann: Client) -> None:
    as_ann.post("/settings/", {"theme": "dark"})
    assert 'data-theme="dark"' in as_ann.get("/settings/").content.decode()
    as_ann.post("/settings/", {"theme": "system"})
    assert "data-theme" not in as_ann.get("/settings/").content.decode()


def test_changing_the_password_keeps_this_session(as_ann: Client, ann: User) -> None:
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    page = as_ann.post("/settings/password/", form, follow=True).content.decode()
    assert "Your password is changed." in page
    assert User.objects.get(pk=ann.pk).check_password(NEW)


def test_the_old_password_is_asked_for(as_ann: Client) -> None:
    form = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    page = as_ann.post("/settings/password/", form).content.decode()
    assert "That is not your password of now." in page


def test_a_forgotten_password_is_chosen_again_by_a_link(client: Client, ann: User) -> None:
    client.post("/forgotten/", {"email": "ann@example.org"})
    [letter] = mail.outbox
    assert letter.subject == "A new password for Wick"
    link = re.search(r"http://testserver(/forgotten/\S+)", str(letter.body))
    assert link
    form_page = client.get(link[1], follow=True)
    path = form_page.redirect_chain[-1][0]
    answer = client.post(path, {"new_password1": NEW, "new_password2": NEW})
    assert answer["Location"] == "/"
    assert client.get("/settings/").status_code == 200
    assert "This link is used up" in Client().get(link[1], follow=True).content.decode()


def test_nobody_learns_who_has_an_account(client: Client, transactional_db: None) -> None:
    assert client.post("/forgotten/", {"email": "no@example.org"})["Location"] == "/forgotten/sent/"
    assert mail.outbox == []
