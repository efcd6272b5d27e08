"""createtoken and revoketoken."""

import pytest

from chat.identity import digest
from chat.management.action import Error
from chat.models import Token, User


def test_just_the_token_is_printed_and_only_its_digest_kept(run, ann: User) -> None:
    token = run("createtoken", "ann", "--label", "bot")
    assert token.startswith("wick_")
    assert len(token) > 45
    assert not token.isspace()
    kept = Token.objects.get()
    assert (kept.user, kept.digest, kept.label) == (ann, digest(token), "bot")


def test_an_account_is_made_only_when_asked(run, told) -> None:
    with pytest.raises(Error, match="There is nobody called “bot”"):
        run("createtoken", "bot")
    assert told("createtoken", "bot", "--create")["created"]
    assert not told("createtoken", "bot", "--create")["created"]
    bot = User.objects.get()
    assert bot.is_active
    assert not bot.has_usable_password()
    assert bot.tokens.count() == 2


@pytest.mark.usefixtures("ann")
def test_a_name_that_cannot_be_is_refused(run) -> None:
    for name in ("", "a b", "Ann"):
        with pytest.raises(Error):
            run("createtoken", name, "--create")


@pytest.mark.usefixtures("ann")
def test_the_suspended_get_none(run) -> None:
    run("suspend", "ann")
    with pytest.raises(Error, match="would not be let in"):
        run("createtoken", "ann")


@pytest.mark.usefixtures("ann")
def test_a_token_is_revoked_and_that_again(run, told) -> None:
    token = run("createtoken", "ann")
    assert told("revoketoken", token) == {"revoked": True}
    assert told("revoketoken", token) == {"revoked": False}
    assert not Token.objects.exists()
