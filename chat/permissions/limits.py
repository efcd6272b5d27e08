"""How often something may be done by one person, or from one network. Functions block.

Each limit is a rate of the settings, such as 10/3600: ten within the hour that begins with the first. What is
done is counted before it is done, atomically and for all instances, in Django's cache. While the cache does
not answer, each process counts on its own.
"""

import hashlib
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from chat.actors.actor import Actor
from chat.protocol.errors import Code, Refused
from chat.storage.outage import Outage
from chatsite.languages import LazyText, Text, filled

logger = logging.getLogger(__name__)
T = TypeVar("T")

AWAY = 10.0  # seconds for which a cache that failed is not asked again
MARGIN = 60  # seconds that a count outlives its window, so that it always has an end

_own_counts = LocMemCache("limits", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
_ask_again = 0.0  # monotonic time
_outage = Outage(
    logger,
    "the cache does not answer: %s. Limits are counted by each instance alone.",
    "the cache answers again",
)


@dataclass(frozen=True)
class Limit:
    """`setting` names the rate; `too_many` is the first sentence of the refusal."""

    setting: str
    too_many: Text

    def take(self, whose: str) -> None:
        """Counts one more of this person or network. Raises Refused (`rate_limited`) beyond the limit."""
        count, seconds = getattr(settings, self.setting)
        taken, ends = _counted(lambda store: _add(store, self._key(whose), seconds))
        if taken > count:
            wait = min(max(1, math.ceil(ends - time.time())), seconds)
            text = format_lazy("{} {}", self.too_many, try_again(wait))
            raise Refused(Code.RATE_LIMITED, text, retry_after=wait)

    def take_for(self, actor: Actor) -> None:
        """The same for somebody who acts; commands are not limited."""
        if not actor.trusted:
            self.take(actor.id)

    def give_back(self, whose: str) -> None:
        """Takes one off the count: what was counted is not what the limit is for."""
        _counted(lambda store: _subtract(store, self._key(whose)))

    def clear(self, whose: str) -> None:
        """Begins to count from nothing."""
        _counted(lambda store: store.delete(self._key(whose)))

    def _key(self, whose: str) -> str:
        """A digest, since a cache takes no blanks and what people type may be anything."""
        return f"limit:{self.setting}:{hashlib.sha256(whose.encode(errors='replace')).hexdigest()}"


SIGN_INS_BY_NAME = Limit("WICK_LIMIT_SIGN_IN_NAME", _("Too many attempts to sign in."))
SIGN_INS_BY_DEVICE = Limit("WICK_LIMIT_SIGN_IN_DEVICE", _("Too many attempts to sign in."))
SIGN_INS_BY_ADDRESS = Limit(
    "WICK_LIMIT_SIGN_IN_ADDRESS", _("Too many attempts to sign in from your network.")
)
SIGN_UPS = Limit("WICK_LIMIT_SIGN_UP", _("Too many new accounts from your network."))
RESETS_BY_ADDRESS = Limit("WICK_LIMIT_RESET_ADDRESS", _("Too many password resets from your network."))
RESETS_BY_RECIPIENT = Limit("WICK_LIMIT_RESET_RECIPIENT", _("Too many password resets for this address."))
PASSWORD_CHANGES = Limit("WICK_LIMIT_PASSWORD", _("Too many attempts to change your password."))
CONFIRMATIONS = Limit("WICK_LIMIT_CONFIRM", _("Too many attempts to confirm your password."))
SECOND_FACTORS = Limit("WICK_LIMIT_SECOND_FACTOR", _("Too many codes for this account."))
BEGUN_SIGN_INS = Limit("WICK_LIMIT_BEGUN", _("Too many sign-ins from your network."))
EMAIL_CHANGES = Limit("WICK_LIMIT_EMAIL", _("Too many changes of your email address."))
INVITATIONS = Limit("WICK_LIMIT_INVITATIONS", _("You have made many invitations in a short time."))
INVITATION_MAILS = Limit("WICK_LIMIT_INVITATION_MAILS", _("Too many invitations for this address."))
INVITATION_LINKS = Limit(
    "WICK_LIMIT_INVITATION_LINKS", _("Too many invalid invitation links from your network.")
)
NEW_ROOMS = Limit("WICK_LIMIT_NEW_ROOMS", _("You have created many rooms in a short time."))
NEW_CONVERSATIONS = Limit(
    "WICK_LIMIT_NEW_CONVERSATIONS", _("You have started many conversations in a short time.")
)
ADDED_PEOPLE = Limit("WICK_LIMIT_ADDED_PEOPLE", _("You have added many people in a short time."))
RENAMES = Limit("WICK_LIMIT_RENAMES", _("You have changed names and topics many times in a short time."))
NAME_SEARCHES = Limit("WICK_LIMIT_NAME_SEARCHES", _("You have looked for many people in a short time."))
PROFILE_CHANGES = Limit("WICK_LIMIT_PROFILE", _("You have changed your profile many times in a short time."))
PICTURES = Limit("WICK_LIMIT_PICTURES", _("You have uploaded many pictures in a short time."))
UPLOADS = Limit("WICK_LIMIT_UPLOADS", _("You have uploaded many files in a short time."))
SEARCHES = Limit("WICK_LIMIT_SEARCHES", _("You have searched many times in a short time."))
PROFILE_READS = Limit("WICK_LIMIT_PROFILE_READS", _("You have looked at many profiles in a short time."))
ROOM_JOINS = Limit("WICK_LIMIT_ROOM_JOINS", _("You have joined many rooms in a short time."))
PUSH = Limit("WICK_LIMIT_PUSH", _("You have set up or tested notifications many times in a short time."))


TRY_AGAIN = {
    3600: ngettext_lazy("Try again in %(count)d hour.", "Try again in %(count)d hours.", "count"),
    60: ngettext_lazy("Try again in %(count)d minute.", "Try again in %(count)d minutes.", "count"),
    1: ngettext_lazy("Try again in %(count)d second.", "Try again in %(count)d seconds.", "count"),
}


def try_again(seconds: int) -> LazyText:
    """In hours, minutes or seconds; rounded up, so that it is not too early."""
    size = next(size for size in TRY_AGAIN if seconds > size or size == 1)
    return filled(TRY_AGAIN[size], count=math.ceil(seconds / size))


def _counted(work: Callable[[BaseCache], T]) -> T:
    """`work` on the shared cache, or on this process's own counts while that one does not answer."""
    global _ask_again
    if time.monotonic() >= _ask_again:
        try:
            done = work(cache)
            _outage.worked(0)
            return done
        except Exception as error:
            _ask_again = time.monotonic() + AWAY
            _outage.failed(error)
    return work(_own_counts)


def _add(store: BaseCache, key: str, seconds: int) -> tuple[int, float]:
    """One more under this key: how many there are now, and the Unix time at which the window ends.

    The key holds when its window began, and a key of this window the count. So the count never expires
    between two calls, which would leave one that never ends.
    """
    began = None
    while began is None:  # again where a window ends between the two calls
        store.add(key, time.time(), seconds)
        began = store.get(key)
    counter = f"{key}:{began}"
    store.add(counter, 0, seconds + MARGIN)
    return store.incr(counter), began + seconds


def _subtract(store: BaseCache, key: str) -> None:
    began: Any = store.get(key)
    if began is not None and store.get(f"{key}:{began}", 0) > 0:
        store.decr(f"{key}:{began}")
