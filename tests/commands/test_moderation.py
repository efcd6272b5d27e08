"""ban and suspend."""

import pytest

from chat import notices
from chat.management.action import Error
from chat.models import AuditEntry, Ban, User

pytestmark = pytest.mark.usefixtures("ann")


def told_to_sockets() -> list[tuple[str, str]]:
    return [(notice["kind"], notice["data"].get("reason", "")) for notice in notices.after(0)]


def test_somebody_is_banned_and_let_in_again(told, general: str) -> None:
    assert told("ban", "ann", general, "--reason", "spam")["changed"]
    assert not told("ban", "ann", general)["changed"]
    assert Ban.objects.get().reason == "spam"
    assert told("ban", "ann", general, "--undo", "--reason", "sorry")["changed"]
    assert not told("ban", "ann", general, "--undo")["changed"]
    kept = AuditEntry.objects.values_list("action", "reason", "by_name")
    assert list(kept) == [("unban", "sorry", "Wick"), ("ban", "spam", "Wick")]
    assert ("left", "banned") in told_to_sockets()


def test_an_account_is_suspended_and_opened_again(told) -> None:
    assert told("suspend", "ann", "--reason", "spam")["changed"]
    assert not told("suspend", "ann")["changed"]
    assert User.objects.get(username="ann").is_suspended
    assert told("suspend", "ann", "--undo")["changed"]
    assert not told("suspend", "ann", "--undo")["changed"]
    assert not User.objects.get(username="ann").is_suspended
    assert ("person", "") in told_to_sockets()


def test_who_or_what_is_not_there_is_named(run, general: str) -> None:
    with pytest.raises(Error, match="nobody called “bob”"):
        run("ban", "bob", general)
    with pytest.raises(Error, match="no room at “tea”"):
        run("ban", "ann", "tea")
    with pytest.raises(Error, match="nobody called “bob”"):
        run("suspend", "bob")
