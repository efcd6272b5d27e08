"""Sessions of browsers: kept with their device and last use, and ended. Functions block.

What ends a session makes a notice (chat.signals), which closes its sockets.
"""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError
from django.dispatch import Signal
from django.utils import timezone

from chat.models import User
from chat.queries.sessions import UNKNOWN
from chatsite.mongo.sessions import SessionStore
from chatsite.proxies import parsed

renamed = Signal()  # a session has the key `new` instead of `old`, which is about to end

LONGEST_DEVICE = UserSession._meta.get_field("user_agent").max_length


def keep(user_id: object, key: str, address: str | None, user_agent: str) -> None:
    """Stores that this session is used now, from there."""
    found = parsed(address or "")
    used = {
        "user_id": user_id,
        "ip": str(found) if found else UNKNOWN,
        "user_agent": user_agent[:LONGEST_DEVICE],
        "last_seen_at": timezone.now(),
    }
    rows = UserSession.objects.filter(session_key=key)
    if rows.update(**used):
        return
    try:
        UserSession.objects.create(session_key=key, **used)
    except IntegrityError:  # another request of the session was quicker
        rows.update(**used)


def forget_expired(user: User) -> None:
    """What is kept of sessions goes with them, where MongoDB let them expire."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    UserSession.objects.filter(user_id=user.pk, last_seen_at__lt=oldest).delete()


def rename(old: str, new: str) -> None:
    """A session goes on under another key."""
    UserSession.objects.filter(session_key=old).update(session_key=new)
    renamed.send(UserSession, old=old, new=new)


def forget(key: str) -> None:
    """A session is over."""
    UserSession.objects.filter(session_key=key).delete()


def end(user: User, id: str) -> bool:
    """Ends one of one's own sessions. Was it there?"""
    row = UserSession.objects.filter(pk=id, user_id=user.pk).first()
    if row is None:
        return False
    _end(row.session_key)
    return True


def end_others(user: User, current: str | None) -> int:
    """Ends all of one's own sessions but this one (its key). How many were there?"""
    rows = UserSession.objects.filter(user_id=user.pk).exclude(session_key=current or "")
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        _end(key)
    return len(keys)


def _end(key: str) -> None:
    SessionStore(key).delete()
    forget(key)
