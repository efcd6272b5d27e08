"""Who asks for a socket: a browser by its session and Origin, or a program by its token."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import parse_cookie
from django.http.request import validate_host
from django.utils.http import is_same_domain

from chat.accounts.identities import Identity, digest
from chat.accounts.token_bearers import bearer
from chat.actors.credentials import Credentials
from chat.protocol.errors import Close
from chat.realtime.hub import Hub

PORTS = {"http": 80, "https": 443}


class TurnedAway(Exception):
    """Nobody, or nobody who may come in: the socket is closed with `code`. The text is for the log."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code


async def welcome(hub: Hub, scope: dict[str, Any]) -> Credentials:
    """Who is behind the upgrade request. Raises TurnedAway; the database's errors come through."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    origin = headers.get(b"origin")
    if origin is not None and not allowed_origin(origin.decode("latin1"), headers):
        what = f"the origin {origin[:100].decode('latin1')!r} is not allowed"
        raise TurnedAway(Close.NOT_ALLOWED, f"{what}: see ALLOWED_HOSTS, HTTPS and CSRF_TRUSTED_ORIGINS")
    authorization = headers.get(b"authorization")
    if authorization is not None:
        token = bearer(authorization.decode("latin1"))
        known = await hub.identities.of_token(token) if token else None
        return _credentials(known, token=digest(token))
    key = session_key(headers.get(b"cookie", b"").decode("latin1"))
    known = await hub.identities.of_session(key) if key else None
    credentials = _credentials(known, session=digest(key))
    if origin is None:  # a browser always says where its page is from
        raise TurnedAway(Close.NOT_ALLOWED, f"{credentials.actor.username} has a session, and no origin")
    return credentials


def _credentials(
    known: Identity | None, *, session: str | None = None, token: str | None = None
) -> Credentials:
    if known is None:
        what = "session" if token is None else "token"
        raise TurnedAway(Close.NOT_SIGNED_IN, f"no {what} that is valid")
    if known.suspended:
        raise TurnedAway(Close.NOT_ALLOWED, f"{known.actor.username} is suspended")
    return Credentials(known.actor, session, token, known.proof, known.expires)


def asks_for_lean(query: bytes) -> bool:
    """Does the client take events in their lean form? `query`: that of the upgrade request's address."""
    return b"lean=1" in query.split(b"&")


def session_key(cookie: str) -> str:
    """The session's key in a Cookie header, read as Django reads it; empty where it holds none."""
    return parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME, "")


def allowed_origin(origin: str, headers: dict[bytes, bytes]) -> bool:
    """A page of this site itself, or of an origin in CSRF_TRUSTED_ORIGINS. `null` never is, and no `http` one
    where the site has HTTPS."""
    place = _place(origin)
    if place is None or (settings.HTTPS and place[0] != "https"):
        return False
    if any(_matches(place, trusted) for trusted in settings.CSRF_TRUSTED_ORIGINS):
        return True
    own = _place(f"{place[0]}://{headers.get(b'host', b'').decode('latin1')}")
    return place == own and validate_host(place[1], settings.ALLOWED_HOSTS)


def _place(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host (IPv6 in brackets) and port of an origin; None where it is none.

    The port that is the scheme's own need not be said.
    """
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:  # no address at all, such as http://[
        return None
    if (
        parts.scheme not in PORTS
        or not parts.hostname
        or origin.lower() != f"{parts.scheme}://{parts.netloc}".lower()
    ):
        return None  # a browser sends no path
    if "@" in parts.netloc or parts.netloc.endswith(":"):
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return parts.scheme, host, port or PORTS[parts.scheme]


def _matches(place: tuple[str, str, int], trusted: str) -> bool:
    """`trusted` may be a wildcard, as Django takes it: https://*.example.org."""
    pattern = _place(trusted)
    if pattern is None or (place[0], place[2]) != (pattern[0], pattern[2]):
        return False
    return is_same_domain(place[1], pattern[1].removeprefix("*"))
