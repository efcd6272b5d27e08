"""The list of one's own sessions, and ending them."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from chat.models import Notice, User
from chat.views import session_use
from chatsite.mongo.sessions.models import Session
from tests.views.conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


def signed_in(user_agent: str = FIREFOX, address: str = "10.0.0.7", username: str = "ann") -> Client:
    browser = Client(headers={"user-agent": user_agent}, REMOTE_ADDR=address)
    form = {"username": username, "password": PASSWORD}
    assert browser.post("/sign-in/", form).status_code == 302
    return browser


def page(browser: Client) -> str:
    return " ".join(browser.get("/settings/sessions/").content.decode().split())


def is_signed_in(browser: Client) -> bool:
    return browser.get("/settings/").status_code == 200


def row(browser: Client) -> UserSession:
    return UserSession.objects.get(session_key=browser.session.session_key)


def test_each_session_is_listed_with_device_and_address(ann: User) -> None:
    here = signed_in()
    signed_in(PHONE, "2001:db8::7")
    text = page(here)
    assert "Firefox on Linux" in text
    assert "Safari on iPhone" in text
    assert "10.0.0.7" in text
    assert "2001:db8::7" in text
    assert text.count("This device") == 1


def test_a_session_is_ended_from_another_and_its_sockets_are_told(ann: User) -> None:
    here, lost = signed_in(), signed_in(PHONE)
    before = Notice.objects.filter(kind="session").count()
    assert here.post(f"/settings/sessions/{row(lost).pk}/end/").status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(lost)
    assert Notice.objects.filter(kind="session").count() == before + 1
    assert "Safari on iPhone" not in page(here)


def test_all_others_are_ended_at_once(ann: User, bob: User) -> None:
    here, somebody = signed_in(), signed_in(username="bob")
    others = [signed_in(), signed_in(PHONE)]
    here.post("/settings/sessions/end-others/")
    assert [is_signed_in(each) for each in (here, somebody, *others)] == [True, True, False, False]


def test_somebody_elses_session_cannot_be_ended(ann: User, bob: User) -> None:
    other = signed_in(username="bob")
    assert signed_in().post(f"/settings/sessions/{row(other).pk}/end/").status_code == 302
    assert is_signed_in(other)


@pytest.mark.parametrize("id", ["0" * 24, "0", "1" * 25, "x" * 24])
def test_a_session_that_is_not_there_ends_nothing(ann: User, id: str) -> None:
    here = signed_in()
    assert here.post(f"/settings/sessions/{id}/end/").status_code in (302, 404)
    assert is_signed_in(here)


def test_signing_out_takes_the_session_off_the_list(ann: User) -> None:
    here, other = signed_in(), signed_in(PHONE)
    other.post("/sign-out/")
    assert "Safari on iPhone" not in page(here)
    assert UserSession.objects.count() == 1


def test_a_new_password_leaves_this_session_alone_on_the_list(ann: User) -> None:
    here = signed_in()
    signed_in(PHONE)
    new = "a quiet afternoon"
    here.post("/settings/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    text = page(here)
    assert "This device" in text
    assert "Safari on iPhone" not in text


def test_a_session_of_the_version_before_is_listed_from_its_next_page_on(ann: User) -> None:
    here = signed_in()
    UserSession.objects.all().delete()
    session_use._stored.clear()
    is_signed_in(here)
    assert "Firefox on Linux" in page(here)


def test_the_last_use_is_stored_now_and_then(ann: User) -> None:
    here = signed_in()
    session_use._stored.clear()
    old = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=old)
    is_signed_in(here)
    first = row(here).last_seen_at
    assert first > old
    is_signed_in(here)
    assert row(here).last_seen_at == first


def test_what_was_kept_of_sessions_that_expired_goes_with_the_next_sign_in(ann: User) -> None:
    signed_in(PHONE)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=31))
    Session.objects.all()._raw_delete("default")
    signed_in()
    assert UserSession.objects.count() == 1
