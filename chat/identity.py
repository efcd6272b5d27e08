"""Who is behind a session cookie or a token: looked up once, remembered for a while by digest.

Everything remembered is forgotten at each notice, so that what was revoked is seen at once; a look-up
that was under way at that moment is not kept.
"""

import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chat.models import Token, User
from chat.person import Person
from chat.pool import in_thread
from chatsite.mongo.sessions.models import Session

KEEP = 60.0  # seconds
MOST = 50_000  # remembered identities


def digest(secret: str) -> str:
    """The form in which sessions and tokens are named in memory, in notices, and (tokens) stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Identity:
    """`suspended` people are known, but not let in. `proof` and `expires`: as in chat.guest.Guest."""

    person: Person
    suspended: bool
    proof: str | None = None
    expires: float | None = None


class Identities:
    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Identity]] = {}
        self.generation = 0  # how often everything was forgotten

    def forget(self) -> None:
        self._known.clear()
        self.generation += 1

    async def of_session(self, key: str) -> Identity | None:
        """Whose session it is, None when it is nobody's."""
        return await self._remembered("s" + digest(key), _from_session, key)

    async def of_token(self, token: str) -> Identity | None:
        """Whose token it is, None when it is nobody's."""
        return await self._remembered("t" + digest(token), _from_token, token)

    async def _remembered(self, name: str, look_up, secret: str) -> Identity | None:  # type: ignore[no-untyped-def]
        kept = self._known.get(name)
        if kept is not None and time.monotonic() - kept[0] < KEEP:
            return kept[1]
        generation = self.generation
        found = await in_thread(look_up, secret)
        if found is not None and generation == self.generation:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[name] = (time.monotonic(), found)
        return found

    @staticmethod
    def look_up(person: str) -> Identity | None:
        """Who has this id, as stored now; None when they may not be connected."""
        user = User.objects.filter(pk=person).first()
        if user is None or _kept_out(user):
            return None
        return Identity(Person.of(user), suspended=False, proof=user.get_session_auth_hash())


def _kept_out(user: User) -> bool:
    return user.is_suspended or not user.is_active


def _from_token(token: str) -> Identity | None:
    found = Token.objects.filter(digest=digest(token)).values_list("user", flat=True)[:1]
    for user in User.objects.filter(pk__in=list(found)):
        return Identity(Person.of(user), _kept_out(user))
    return None


def _from_session(key: str) -> Identity | None:
    kept = Session.objects.filter(pk=key, expire_date__gt=timezone.now()).first()
    if kept is None:
        return None
    session = kept.get_decoded()
    user_id = session.get(SESSION_KEY)
    if user_id is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    try:
        user = User.objects.filter(pk=user_id).first()
    except (ValueError, ValidationError):
        return None
    proof = session.get(HASH_SESSION_KEY, "")
    if user is None or not constant_time_compare(proof, user.get_session_auth_hash()):
        return None
    return Identity(Person.of(user), _kept_out(user), proof, kept.expire_date.timestamp())
