"""Who is behind a session cookie or a token: looked up once, remembered for a while by digest.

A notice names whom it is about: a person, a session or a token. What is remembered of them is forgotten, so
that what was revoked is seen at once; a look-up that was under way at that moment is not kept.
"""

import hashlib
import logging
import time
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import DatabaseError
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from pymongo.errors import PyMongoError

from chat.actors.actor import Actor
from chat.models import Token, User
from chat.storage.batching import Batcher
from chat.storage.outage import Outage
from chatsite.mongo.errors import short
from chatsite.mongo.sessions.models import Session

logger = logging.getLogger(__name__)

KEEP = 60.0  # seconds
USED_EVERY = timedelta(hours=1)
MOST = 50_000  # remembered identities
RECENT = 10_000  # notices of which it is remembered whom they were about

_storing_use = Outage(
    logger, "when tokens are used cannot be stored: %s", "when tokens are used is stored again"
)


def digest(secret: str) -> str:
    """The form in which sessions and tokens are named in memory, in notices, and (tokens) stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def proof_of(user: User) -> str:
    """What changes with the password: a digest, since notices hold it too."""
    return digest(user.get_session_auth_hash())


@dataclass(frozen=True, slots=True)
class Identity:
    """A `suspended` user is found, and refused. `proof` and `expires`: as in Credentials."""

    actor: Actor
    suspended: bool
    proof: str | None = None
    expires: float | None = None

    @property
    def is_over(self) -> bool:
        """Has the session or token ended by itself?"""
        return self.expires is not None and self.expires <= time.time()


class Identities:
    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Identity]] = {}
        self._names: defaultdict[str, set[str]] = defaultdict(set)  # of a person, in `_known`
        self.generation = 0  # how often anybody was forgotten
        self._forgotten: OrderedDict[str, int] = OrderedDict()  # person, session or token: generation
        self._since = 0  # generations after this one are in `_forgotten`
        self._tokens = Batcher(_of_tokens)
        self._sessions = Batcher(of_sessions)

    def forget(self, key: str) -> None:
        """There is news of this person (id), session or token (digests)."""
        self.generation += 1
        self._forgotten[key] = self.generation
        self._forgotten.move_to_end(key)
        if len(self._forgotten) > RECENT:
            self._since = self._forgotten.popitem(last=False)[1]
        self._drop(key)
        for name in list(self._names.get(key, ())):
            self._drop(name)

    def forget_all(self) -> None:
        """There is news that may be about anybody."""
        self.generation += 1
        self._since = self.generation
        self._known.clear()
        self._names.clear()

    def is_outdated(self, generation: int, *keys: str | None) -> bool:
        """Was one of these forgotten after `generation`?"""
        if generation < self._since:
            return True
        return any(self._forgotten.get(key, 0) > generation for key in keys if key is not None)

    def _drop(self, name: str) -> None:
        kept = self._known.pop(name, None)
        if kept is None:
            return
        names = self._names[kept[1].actor.id]
        names.discard(name)
        if not names:
            del self._names[kept[1].actor.id]

    async def of_session(self, key: str) -> Identity | None:
        """Whose session it is, None when it is nobody's."""
        return await self._remembered(digest(key), key, self._sessions)

    async def of_token(self, token: str) -> Identity | None:
        """Whose token it is, None when it is nobody's."""
        name = digest(token)
        return await self._remembered(name, name, self._tokens)

    async def _remembered(self, name: str, key: str, looking: Batcher[str, Identity]) -> Identity | None:
        kept = self._known.get(name)
        if kept is not None and time.monotonic() - kept[0] < KEEP:
            return kept[1] if not kept[1].is_over else None
        generation = self.generation
        found = await looking.get(key)
        if found is not None and not self.is_outdated(generation, name, found.actor.id):
            if len(self._known) >= MOST:
                self._known.clear()
                self._names.clear()
            self._names[found.actor.id].add(name)
            self._known[name] = (time.monotonic(), found)
        return found

    @staticmethod
    def look_up(user_id: str) -> Identity | None:
        """Who has this id, as stored now; None when they may not be connected."""
        user = User.objects.filter(pk=user_id).first()
        if user is None or _kept_out(user):
            return None
        return Identity(Actor.of(user), suspended=False, proof=proof_of(user))


def _kept_out(user: User) -> bool:
    return user.is_suspended or not user.is_active


def _of_tokens(digests: list[str]) -> dict[str, Identity]:
    """Whose tokens these are, by digest."""
    return {
        token.digest: Identity(
            Actor.of(user),
            _kept_out(user),
            expires=token.expires_at.timestamp() if token.expires_at else None,
        )
        for token, user in use_tokens(digests)
    }


def use_tokens(digests: list[str]) -> list[tuple[Token, User]]:
    """Those of these tokens that have not ended, each with whose it is. They count as used now. Blocks."""
    now = timezone.now()
    tokens = [
        token
        for token in Token.objects.filter(digest__in=digests)
        if token.expires_at is None or token.expires_at > now
    ]
    users = User.objects.in_bulk(list({token.user_id for token in tokens}))
    _mark_used(tokens, now)
    return [(token, users[token.user_id]) for token in tokens if token.user_id in users]


def _mark_used(tokens: list[Token], now: datetime) -> None:
    """Stores when tokens were last used, at most once an hour. A failure here refuses nobody."""
    due = [t.pk for t in tokens if t.last_used_at is None or now - t.last_used_at > USED_EVERY]
    if not due:
        return
    try:
        Token.objects.filter(pk__in=due).update(last_used_at=now)
        _storing_use.worked()
    except (PyMongoError, DatabaseError) as error:
        _storing_use.failed(short(error))


def of_sessions(keys: list[str]) -> dict[str, Identity]:
    """Whose sessions these are, by key."""
    kept = list(Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now()))
    contents = {session.pk: session.get_decoded() for session in kept}
    owners = {key: owner for key, content in contents.items() if (owner := _signed_in(content))}
    users = User.objects.in_bulk(list(set(owners.values())))
    found = {}
    for session in kept:
        user = users.get(owners.get(session.pk))
        if user is not None and _is_of_password(contents[session.pk].get(HASH_SESSION_KEY, ""), user):
            expires = session.expire_date.timestamp()
            found[session.pk] = Identity(Actor.of(user), _kept_out(user), proof_of(user), expires)
    return found


def _is_of_password(hash: str, user: User) -> bool:
    """Was this stored in a session under the user's password of now, with a secret key that still counts?"""
    return constant_time_compare(hash, user.get_session_auth_hash()) or any(
        constant_time_compare(hash, each) for each in user.get_session_auth_fallback_hash()
    )


def _signed_in(content: dict[str, Any]) -> UUID | None:
    """The key of the user who signed in to a session, None where nobody did."""
    if content.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    try:
        return UUID(content.get(SESSION_KEY, ""))
    except ValueError:
        return None
