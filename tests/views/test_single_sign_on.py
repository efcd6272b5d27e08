"""Signing in by another site, over a real one that speaks OpenID Connect."""

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from chat.accounts.system_id import SYSTEM_ID
from chat.models import User
from tests.openid_server import CLIENT, SECRET, OpenIDServer, running

BEGIN = "/sign-in/with/oidc/"
CALLBACK = f"{BEGIN}callback/"


@pytest.fixture
def elsewhere(transactional_db: None, settings: Any) -> Iterator[OpenIDServer]:
    with running() as server:
        settings.OPENID_PROVIDERS = [provider("oidc", "Example", server), provider("work", "Work", server)]
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": settings.OPENID_PROVIDERS, "OAUTH_PKCE_ENABLED": True}
        }
        yield server


def provider(id: str, name: str, server: OpenIDServer) -> dict[str, Any]:
    """As chatsite.openid reads it."""
    return {
        "provider_id": id,
        "name": name,
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": server.url, "oauth_pkce_enabled": True},
    }


def leave(client: Client, query: str = "", begin: str = BEGIN, callback: str = CALLBACK) -> str:
    """Goes to the other site; where that sends one back to."""
    away = urlsplit(client.get(f"{begin}{query}")["Location"])
    connection = http.client.HTTPConnection(away.netloc)
    connection.request("GET", f"{away.path}?{away.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    assert back.path == callback
    return f"{back.path}?{back.query}"


def sign_in(client: Client, query: str = "") -> Any:
    return client.get(leave(client, query))


def whose(client: Client) -> str:
    return User.objects.get(pk=client.session["_auth_user_id"]).username


def test_a_newcomer_gets_an_account_by_the_claims(client: Client, elsewhere: OpenIDServer) -> None:
    elsewhere.claims = {
        "sub": "1",
        "preferred_username": "Cid.Cole",
        "name": "Cid Cole",
        "email": "Cid@example.org",
        "email_verified": True,
    }
    assert "Sign in with Example" in client.get("/sign-in/").content.decode()
    assert sign_in(client, "?next=/rooms/")["Location"] == "/rooms/"
    user = User.objects.get(username="Cid.Cole")
    assert (user.name, user.email, user.has_usable_password()) == ("Cid Cole", "cid@example.org", False)
    assert EmailAddress.objects.get(user=user).verified
    client.post("/sign-out/")
    sign_in(client)
    assert whose(client) == "Cid.Cole"
    assert User.objects.exclude(pk=SYSTEM_ID).count() == 1


def test_an_account_is_matched_by_an_address_that_both_confirmed(
    client: Client, elsewhere: OpenIDServer, ann: User
) -> None:
    EmailAddress.objects.create(user=ann, email="ann@example.org", verified=True, primary=True)
    elsewhere.claims = {"sub": "2", "email": "ann@example.org", "email_verified": True}
    sign_in(client)
    assert whose(client) == "ann"
    assert SocialAccount.objects.get().user == ann
    ann.refresh_from_db()
    assert ann.has_usable_password()


@pytest.mark.parametrize(("here", "there"), [(False, True), (True, False)])
def test_an_address_that_one_of_both_did_not_confirm_matches_nobody(
    client: Client, elsewhere: OpenIDServer, ann: User, here: bool, there: bool
) -> None:
    EmailAddress.objects.create(user=ann, email="ann@example.org", verified=here, primary=True)
    elsewhere.claims = {"sub": "3", "email": "ann@example.org", "email_verified": there}
    sign_in(client)
    assert whose(client) != "ann"


def test_a_name_that_is_taken_or_the_staffs_is_changed(
    client: Client, elsewhere: OpenIDServer, ann: User
) -> None:
    User.objects.create_superuser("boss", name="The Boss")
    elsewhere.claims = {"sub": "4", "preferred_username": "ANN", "name": "The Boss"}
    sign_in(client)
    user = User.objects.get(username="ANN2")
    assert user.name == ""


def test_who_is_suspended_does_not_come_in(client: Client, elsewhere: OpenIDServer) -> None:
    elsewhere.claims = {"sub": "5", "preferred_username": "cid"}
    sign_in(client)
    User.objects.update(suspended_at="2026-01-01T00:00Z")
    other = Client()
    assert sign_in(other).status_code == 403
    assert "_auth_user_id" not in other.session


def test_an_answer_that_nobody_asked_for_signs_nobody_in(client: Client, elsewhere: OpenIDServer) -> None:
    elsewhere.claims = {"sub": "6", "preferred_username": "cid"}
    stolen = leave(Client())
    answer = client.get(stolen, follow=True)
    assert "did not work" in answer.content.decode()
    assert not User.objects.exists()


def test_who_cancels_there_is_back_at_the_sign_in(client: Client, elsewhere: OpenIDServer) -> None:
    state = leave(client).partition("state=")[2]
    answer = client.get(f"{CALLBACK}?error=access_denied&state={state}")
    assert answer["Location"] == "/sign-in/"


def test_without_a_provider_there_is_no_such_page(client: Client, transactional_db: None) -> None:
    assert client.get(BEGIN).status_code == 404
    assert "/sign-in/with/" not in client.get("/sign-in/").content.decode()
