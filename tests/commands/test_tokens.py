"""createtoken and revoketoken."""

from datetime import timedelta

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from chat.accounts.identities import digest
from chat.management.action import Error
from chat.models import AuditEntry, Membership, Token, User


def test_just_the_token_is_printed_and_only_its_digest_kept(run, ann: User) -> None:
    token = run("createtoken", "ann", "--label", "bot")
    assert token.startswith("wick_")
    assert len(token) > 45
    assert not token.isspace()
    kept = Token.objects.get()
    assert (kept.user, kept.digest, kept.label) == (ann, digest(token), "bot")


def test_an_account_is_made_only_when_asked(run, result) -> None:
    with pytest.raises(Error, match="There is nobody called “bot”"):
        run("createtoken", "bot")
    assert result("createtoken", "bot", "--create")["created"]
    assert not result("createtoken", "bot", "--create")["created"]
    bot = User.objects.get(username="bot")
    assert bot.is_active
    assert not bot.has_usable_password()
    assert bot.tokens.count() == 2


def test_an_account_that_a_command_makes_joins_the_default_rooms(run, general: str) -> None:
    run("workspace", "--default-room", general)
    run("createtoken", "bot", "--create")
    assert Membership.objects.filter(user__username="bot", room=general).exists()


@pytest.mark.usefixtures("ann")
def test_a_name_that_cannot_be_is_refused(run) -> None:
    for name in ("", "a b", "Ann"):
        with pytest.raises(Error):
            run("createtoken", name, "--create")


def test_it_expires_in_so_many_days(run, ann: User) -> None:
    run("createtoken", "ann", "--days", "7")
    run("createtoken", "ann", "--days", "0", "--label", "for ever")
    expires_at = Token.objects.get(label="").expires_at
    assert expires_at is not None
    assert timedelta(days=6) < expires_at - timezone.now() <= timedelta(days=7)
    assert Token.objects.get(label="for ever").expires_at is None


@pytest.mark.parametrize("days", ["-1", "1.5", "many", "36501", "9" * 30])
@pytest.mark.usefixtures("ann")
def test_days_are_a_whole_number(run, days: str) -> None:
    with pytest.raises(CommandError, match="a whole number from 0 to 36500"):
        run("createtoken", "ann", f"--days={days}")
    assert not Token.objects.exists()


@pytest.mark.usefixtures("ann")
def test_the_audit_log_says_that_it_was_made_and_revoked(run) -> None:
    run("revoketoken", run("createtoken", "ann", "--label", "bot"))
    entries = AuditEntry.objects.order_by("at").values_list("by__username", "action", "reason")
    assert list(entries) == [("house", "create token", "bot"), ("house", "revoke token", "bot")]


@pytest.mark.usefixtures("ann")
def test_the_suspended_get_none(run) -> None:
    run("suspend", "ann")
    with pytest.raises(Error, match="would not be accepted"):
        run("createtoken", "ann")


@pytest.mark.usefixtures("ann")
def test_a_token_is_revoked_and_that_again(run, result) -> None:
    token = run("createtoken", "ann")
    assert result("revoketoken", token) == {"revoked": True}
    assert result("revoketoken", token) == {"revoked": False}
    assert not Token.objects.exists()
