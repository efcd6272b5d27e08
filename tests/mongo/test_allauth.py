"""The tables of allauth on MongoDB: keys, unique rules, and look-ups by an index."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from bson import ObjectId
from django.contrib import admin
from django.db import IntegrityError
from django.utils import timezone

from chat.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", "ada@example.org", None)


@pytest.fixture
def eve() -> User:
    return User.objects.create_user("eve", "eve@example.org", None)


def test_a_confirmed_address_belongs_to_one_account(ada: User, eve: User) -> None:
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True)
    unconfirmed = EmailAddress.objects.create(user=eve, email="ada@example.org")
    unconfirmed.verified = True
    with pytest.raises(IntegrityError):
        unconfirmed.save()


def test_an_account_has_one_primary_address(ada: User) -> None:
    EmailAddress.objects.create(user=ada, email="ada@example.org", primary=True)
    EmailAddress.objects.create(user=ada, email="ada@example.com")
    with pytest.raises(IntegrityError):
        EmailAddress.objects.create(user=ada, email="ada@example.net", primary=True)


def test_a_confirmation_is_found_by_its_key(ada: User) -> None:
    address = EmailAddress.objects.create(user=ada, email="ada@example.org")
    made = EmailConfirmation.create(address)
    assert isinstance(made.pk, ObjectId)
    made.sent = timezone.now() - timedelta(days=2)
    made.save()
    assert EmailConfirmation.objects.get(key=made.key).email_address == address


def test_an_account_has_one_authenticator_app_and_many_keys(ada: User) -> None:
    for _ in range(2):
        Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "…"})
    with pytest.raises(IntegrityError):
        Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "…"})


def test_an_account_elsewhere_belongs_to_one_account_here(ada: User, eve: User) -> None:
    SocialAccount.objects.create(user=ada, provider="sso", uid="1")
    with pytest.raises(IntegrityError):
        SocialAccount.objects.create(user=eve, provider="sso", uid="1")


def test_what_belongs_to_an_account_goes_with_it(ada: User) -> None:
    EmailAddress.objects.create(user=ada, email="ada@example.org")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "…"})
    UserSession.objects.create(user=ada, session_key="a", ip="10.0.0.1", user_agent="")
    ada.delete()
    for model in (EmailAddress, Authenticator, UserSession):
        assert not model.objects.exists()


@pytest.mark.parametrize("model", [EmailAddress, Authenticator, SocialAccount, UserSession])
def test_what_somebody_has_is_found_by_an_index(ada: User, model: type) -> None:
    plan = model.objects.filter(user_id=ada.pk).explain()  # type: ignore[attr-defined]
    assert "COLLSCAN" not in plan
    assert "IXSCAN" in plan


def test_a_session_and_an_address_are_found_by_an_index() -> None:
    for found in (
        UserSession.objects.filter(session_key="a"),
        EmailAddress.objects.filter(email="ada@example.org", verified=True),
    ):
        assert "COLLSCAN" not in found.explain()


def test_the_admin_shows_no_secrets_of_accounts() -> None:
    shown = {model._meta.app_label for model in admin.site._registry}
    assert not shown & {"account", "mfa", "socialaccount", "usersessions"}
