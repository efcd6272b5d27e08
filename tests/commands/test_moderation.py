"""ban and suspend."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from chat.management.action import Error
from chat.models import AuditEntry, Ban, User
from chat.storage import notice_log

pytestmark = pytest.mark.usefixtures("ann")


def told_to_sockets() -> list[tuple[str, str]]:
    return [(notice["kind"], notice["data"].get("reason", "")) for notice in notice_log.after(0)]


def test_somebody_is_banned_and_unbanned(result, general: str) -> None:
    assert result("ban", "ann", general, "--reason", "spam")["changed"]
    assert not result("ban", "ann", general)["changed"]
    assert Ban.objects.get().reason == "spam"
    assert result("ban", "ann", general, "--undo", "--reason", "sorry")["changed"]
    assert not result("ban", "ann", general, "--undo")["changed"]
    kept = AuditEntry.objects.values_list("action", "reason", "by_name")
    assert list(kept) == [("unban", "sorry", "Wick"), ("ban", "spam", "Wick")]
    assert ("left", "banned") in told_to_sockets()


def test_an_account_is_suspended_and_unsuspended(result) -> None:
    assert result("suspend", "ann", "--reason", "spam")["changed"]
    assert not result("suspend", "ann")["changed"]
    assert User.objects.get(username="ann").is_suspended
    assert result("suspend", "ann", "--undo")["changed"]
    assert not result("suspend", "ann", "--undo")["changed"]
    assert not User.objects.get(username="ann").is_suspended
    assert ("person", "") in told_to_sockets()


def test_a_second_factor_that_was_lost_is_removed(result) -> None:
    ann = User.objects.get(username="ann")
    TOTP.activate(ann, "ZAIR5QDYTEWKTDXIPORLF3SZH7XXC2JA")
    assert result("removesecondfactor", "ann", "--reason", "lost")["changed"]
    assert not Authenticator.objects.exists()
    assert not result("removesecondfactor", "ann")["changed"]
    assert AuditEntry.objects.get().reason == "lost"


def test_who_or_what_is_not_there_is_named(run, general: str) -> None:
    with pytest.raises(Error, match="nobody called “bob”"):
        run("ban", "bob", general)
    with pytest.raises(Error, match="no room at “tea”"):
        run("ban", "ann", "tea")
    with pytest.raises(Error, match="nobody called “bob”"):
        run("suspend", "bob")
