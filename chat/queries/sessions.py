"""Where somebody is signed in. Functions block."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from chat.accounts.identities import of_sessions
from chat.models import User
from chat.text.devices import device_name

SHOWN = 100  # sessions of one page, the last used first
UNKNOWN = "0.0.0.0"  # noqa: S104  # the address of a session that began in the version before


@dataclass(frozen=True)
class SignedInSession:
    """A browser in which somebody is signed in. `address` is empty where it is not known."""

    id: str
    device: str
    address: str
    began_at: datetime
    last_used_at: datetime
    is_current: bool


def sessions_of(user: User, current: str | None) -> list[SignedInSession]:
    """Those that are good now, the current one (its key) first."""
    rows = list(UserSession.objects.filter(user_id=user.pk).order_by("-last_seen_at")[:SHOWN])
    good = of_sessions([row.session_key for row in rows])
    found = [_described(row, current) for row in rows if row.session_key in good]
    return sorted(found, key=lambda each: not each.is_current)


def _described(row: UserSession, current: str | None) -> SignedInSession:
    return SignedInSession(
        id=str(row.pk),
        device=device_name(row.user_agent),
        address="" if row.ip == UNKNOWN else row.ip,
        began_at=row.created_at,
        last_used_at=row.last_seen_at,
        is_current=row.session_key == current,
    )
