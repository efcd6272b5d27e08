"""Who is behind a session cookie or a token: looked up once, remembered for a while by digest.

Everything remembered is forgotten at each notice, so that what was revoked is seen at once; a look-up
that was under way at that moment is not kept.
"""

import hashlib
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chat.gather import Gather
from chat.models import Token, User
from chat.person import Person
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
        self._tokens = Gather(_of_tokens)
        self._sessions = Gather(_of_sessions)

    def forget(self) -> None:
        self._known.clear()
        self.generation += 1

    async def of_session(self, key: str) -> Identity | None:
        """Whose session it is, None when it is nobody's."""
        return await self._remembered(digest(key), key, self._sessions)

    async def of_token(self, token: str) -> Identity | None:
        """Whose token it is, None when it is nobody's."""
        name = digest(token)
        return await self._remembered(name, name, self._tokens)

    async def _remembered(self, name: str, key: str, looking: Gather[str, Identity]) -> Identity | None:
        kept = self._known.get(name)
        if kept is not None and time.monotonic() - kept[0] < KEEP:
            return kept[1]
        generation = self.generation
        found = await looking.get(key)
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


def _of_tokens(digests: list[str]) -> dict[str, Identity]:
    """Whose tokens these are, by digest."""
    owners = dict(Token.objects.filter(digest__in=digests).values_list("digest", "user"))
    users = User.objects.in_bulk(list(set(owners.values())))
    return {
        name: Identity(Person.of(users[owner]), _kept_out(users[owner]))
        for name, owner in owners.items()
        if owner in users
    }


def _of_sessions(keys: list[str]) -> dict[str, Identity]:
    """Whose sessions these are, by key."""
    kept = list(Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now()))
    contents = {session.pk: session.get_decoded() for session in kept}
    owners = {key: owner for key, content in contents.items() if (owner := _signed_in(content))}
    users = User.objects.in_bulk(list(set(owners.values())))
    found = {}
    for session in kept:
        user = users.get(owners.get(session.pk))
        proof = contents[session.pk].get(HASH_SESSION_KEY, "")
        if user is not None and constant_time_compare(proof, user.get_session_auth_hash()):
            expires = session.expire_date.timestamp()
            found[session.pk] = Identity(Person.of(user), _kept_out(user), proof, expires)
    return found


def _signed_in(content: dict[str, Any]) -> UUID | None:
    """The key of the user who signed in to a session, None where nobody did."""
    if content.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    try:
        return UUID(content.get(SESSION_KEY, ""))
    except ValueError:
        return None
