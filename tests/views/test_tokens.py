"""The tokens of one's own programs, on a page of the settings."""

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.utils import timezone

from chat.accounts.identities import Identities, Identity, digest
from chat.actions import tokens
from chat.models import AuditEntry, Token, User
from tests.views.conftest import PASSWORD

NEW = "a quiet afternoon"
create = async_to_sync(tokens.create)


@async_to_sync
async def known(token: str) -> Identity | None:
    """Who is authenticated by it, in a process that has not seen it before."""
    return await Identities().of_token(token)


def test_a_token_expires_after_the_days_of_the_setting(ann: User, settings: Any) -> None:
    settings.WICK_TOKEN_DAYS = 30
    create(ann, ann, "bot")
    [token] = ann.tokens.all()
    assert token.expires_at is not None
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)


def test_a_token_may_be_valid_for_ever(ann: User, settings: Any) -> None:
    create(ann, ann, "bot", 0)
    settings.WICK_TOKEN_DAYS = 0
    create(ann, ann, "other")
    assert [token.expires_at for token in ann.tokens.all()] == [None, None]


def test_an_expired_token_lets_nobody_in(ann: User) -> None:
    token = create(ann, ann)
    found = known(token)
    assert found is not None
    expires_at = ann.tokens.get().expires_at
    assert expires_at is not None
    assert found.expires == expires_at.timestamp()
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert known(token) is None


def test_the_last_use_is_kept_to_the_hour(ann: User) -> None:
    token = create(ann, ann)
    assert ann.tokens.get().last_used_at is None
    known(token)
    first = ann.tokens.get().last_used_at
    assert first is not None
    known(token)
    assert ann.tokens.get().last_used_at == first
    Token.objects.update(last_used_at=timezone.now() - timedelta(minutes=61))
    known(token)
    assert Token.objects.get(last_used_at__gt=timezone.now() - timedelta(minutes=1))


def test_their_owner_sees_them(as_ann: Client, ann: User, bob: User) -> None:
    assert "You have no tokens." in as_ann.get("/settings/tokens/").content.decode()
    used = create(ann, ann, "weather bot")
    known(used)
    create(ann, ann, "old", 0)
    create(bob, bob, "not mine")
    page = as_ann.get("/settings/tokens/").content.decode()
    assert "weather bot" in page
    assert "Last used" in page
    assert "Does not expire." in page
    assert "Never used." in page
    assert "not mine" not in page
    assert digest(used) not in page


def test_their_owner_revokes_one(as_ann: Client, ann: User) -> None:
    kept, revoked = create(ann, ann, "kept"), create(ann, ann, "revoked")
    key = Token.objects.get(label="revoked").pk
    answer = as_ann.post(f"/settings/tokens/{key}/revoke/", follow=True)
    assert "The token is revoked." in answer.content.decode()
    assert known(revoked) is None
    assert known(kept) is not None


def test_nobody_revokes_somebody_elses(as_bob: Client, ann: User) -> None:
    token = create(ann, ann)
    as_bob.post(f"/settings/tokens/{ann.tokens.get().pk}/revoke/")
    assert known(token) is not None
    assert not AuditEntry.objects.filter(action="revoke token").exists()


def test_making_and_revoking_stands_in_the_audit_log(as_ann: Client, ann: User, bob: User) -> None:
    create(bob, ann, "bot")
    as_ann.post(f"/settings/tokens/{ann.tokens.get().pk}/revoke/")
    entries = AuditEntry.objects.order_by("at").values_list("by__username", "action", "user__username")
    assert list(entries) == [("bob", "create token", "ann"), ("ann", "revoke token", "ann")]


@pytest.mark.parametrize(("more", "left"), [({}, 2), ({"end_tokens": "on"}, 0)])
def test_a_new_password_ends_tokens_where_it_is_asked_for(
    as_ann: Client, ann: User, bob: User, more: dict[str, str], left: int
) -> None:
    for owner in (ann, ann, bob):
        create(owner, owner)
    assert "Revoke all of my access tokens too" in as_ann.get("/settings/password/").content.decode()
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert as_ann.post("/settings/password/", form | more).status_code == 302
    assert (ann.tokens.count(), bob.tokens.count()) == (left, 1)


def test_who_has_no_tokens_is_not_asked_about_them(as_ann: Client) -> None:
    assert "access tokens too" not in as_ann.get("/settings/password/").content.decode()
