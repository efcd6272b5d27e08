"""Programs upload and fetch files by their bearer token, without a session or the token of a form."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.utils import timezone

from chat.accounts.identities import digest
from chat.actions import messages
from chat.files import checking
from chat.models import Room, Token, User
from tests.files.conftest import announce, send

SECRET = "a token of a program"


@pytest.fixture
def token(ann: User) -> Token:
    return Token.objects.create(user=ann, digest=digest(SECRET))


def program(secret: str = SECRET) -> Client:
    """It has no cookie, and Django checks forms as it does for browsers."""
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


def test_a_program_uploads_posts_and_fetches_a_file(token: Token, ann: User, cellar: Room) -> None:
    client = program()
    address = announce(client, 5, filename="notes.txt")["Location"]
    assert send(client, address, 0, b"hello").status_code == 204
    id = address.split("/")[-2]
    checking.check(id.replace("-", ""))
    assert client.get(address).json()["state"] == "ready"
    async_to_sync(messages.post)(ann, cellar.pk, "00000000-0000-4000-8000-000000000001", "here", files=[id])
    answer = client.get(f"/files/{id}/notes.txt")
    assert b"".join(answer) == b"hello"
    token.refresh_from_db()
    assert token.last_used_at is not None


@pytest.mark.parametrize("secret", ["another", "ein tök€n"])
def test_a_wrong_token_is_refused(token: Token, secret: str) -> None:
    answer = program(secret.encode().decode("latin1")).get("/files/uploads/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json() == {"detail": "This token is not valid."}


def test_a_token_that_has_ended_is_refused(token: Token) -> None:
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program().get("/files/uploads/").status_code == 401


def test_a_suspended_person_has_no_use_for_it(token: Token, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(suspended_at=timezone.now())
    assert program().get("/files/uploads/").status_code == 403


def test_a_token_is_for_files_alone(token: Token) -> None:
    """Pages go on asking for a session."""
    assert program().get("/settings/").status_code == 302
    assert program().post("/settings/").status_code == 403


def test_without_a_token_a_form_needs_its_own(ann: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ann)
    assert announce(browser, 5, filename="a").status_code == 403
