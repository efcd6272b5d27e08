"""The bearer tokens of programs: made, revoked, and written into the audit log."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from chat.accounts.identities import digest
from chat.actions.audit import record
from chat.actors.actor import Actor
from chat.models import Token, User
from chat.storage.executor import in_thread
from chat.storage.transaction import together

# By it scanners find tokens that were committed. And a command line takes a word with a leading dash,
# with which a bare random token may begin, for an option.
PREFIX = "wick_"


async def create(by: User | Actor, user: User, label: str = "", days: int | None = None) -> str:
    """A new token of `user`. This is the only time that it can be read.

    `days`: how long it is valid; 0 for ever, None as WICK_TOKEN_DAYS says.
    """
    days = settings.WICK_TOKEN_DAYS if days is None else days
    expires_at = datetime.now(UTC) + timedelta(days=days) if days else None
    token = PREFIX + secrets.token_urlsafe(32)
    made = Token(user=user, digest=digest(token), label=label[:80], expires_at=expires_at)
    await in_thread(lambda: together(lambda: _store(Actor.of(by), made)))
    return token


async def revoke(by: User | Actor, token: str) -> bool:
    """Ends a token and its open sockets. Was there one?"""
    return await _revoke(Actor.of(by), digest=digest(token))


async def revoke_digest(by: User | Actor, token_digest: str) -> bool:
    """The same, where only the digest is known."""
    return await _revoke(Actor.of(by), digest=token_digest)


async def revoke_own(user: User, token_id: str) -> bool:
    """The same for a token of one's own. Somebody else's is not there."""
    return await _revoke(Actor.of(user), id=token_id, user=user)


async def revoke_all(user: User) -> int:
    """Ends all tokens of one's own; how many they were."""
    return await in_thread(lambda: together(lambda: _end(Actor.of(user), user=user)))


async def _revoke(by: Actor, **which: Any) -> bool:
    return bool(await in_thread(lambda: together(lambda: _end(by, **which))))


def _store(by: Actor, token: Token) -> None:
    token.save(force_insert=True)
    record(by, "create token", user=str(token.user_id), reason=token.label)


def _end(by: Actor, **which: Any) -> int:
    ended = list(Token.objects.filter(**which))
    for token in ended:
        record(by, "revoke token", user=str(token.user_id), reason=token.label)
        token.delete()  # which notifies open sockets
    return len(ended)
