"""Bringing what is stored into the form of this version. Blocks: only a command calls it."""

import time
from collections.abc import Callable

from pymongo.errors import OperationFailure

from chat.protocol.errors import Code, Refused
from chat.realtime.heartbeat import FRESH, KNOWS_BOTH_KEYS, LISTS_BY_SEQ, older_instances
from chat.storage import log_indexes, log_keys, log_upgrade
from chat.storage.log_keys import Form

UNAUTHORIZED = 13  # MongoDB's code


def upgrade_log(seen: Callable[[int], object]) -> bool:
    """Takes the log to its new keys, and drops the indexes that only older versions read. False where it has
    the keys. `seen` hears how many more events are done.

    Raises Refused while an instance of an older version lives, since it could store nothing from then on.
    """
    changed = log_keys.form() is not Form.NEW
    if changed:
        _rekey(seen)
    if not older_instances(LISTS_BY_SEQ):
        log_indexes.drop_outdated()
    return changed


def _rekey(seen: Callable[[int], object]) -> None:
    if not log_upgrade.can_upgrade():
        raise Refused(
            Code.UNAVAILABLE,
            "This MongoDB has no transactions. Make it a replica set, if only of one node, and run it again.",
        )
    _wait_for_older_instances()
    if log_keys.form() is Form.OLD:
        _begin()
    for count in log_upgrade.rekey():
        seen(count)


def _begin() -> None:
    try:
        log_keys.set_form(Form.MIXED)
    except OperationFailure as error:
        if error.code != UNAUTHORIZED:
            raise
        raise Refused(
            Code.FORBIDDEN,
            "MongoDB does not let this account change the collection chat_event. "
            "Give it the role dbAdmin on this database, run it again, and take the role away afterwards.",
        ) from None


def _wait_for_older_instances() -> None:
    """One that was killed counts as alive for some seconds more."""
    deadline = time.monotonic() + FRESH.total_seconds() + 1
    while older := older_instances(KNOWS_BOTH_KEYS):
        if time.monotonic() > deadline:
            raise Refused(
                Code.UNAVAILABLE,
                f"Instances of an older version are serving: {', '.join(older)}. "
                "Restart them in this version first.",
            )
        time.sleep(0.5)
