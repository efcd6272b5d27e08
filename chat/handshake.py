"""Who asks for a socket: a browser by its session and Origin, or a program by its token."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import parse_cookie
from django.http.request import validate_host

from chat.errors import Close
from chat.guest import Guest
from chat.hub import Hub
from chat.identity import Identity, digest


class TurnedAway(Exception):
    """Nobody, or nobody who may come in: the socket is closed with `code`."""

    def __init__(self, code: Close) -> None:
        super().__init__(code)
        self.code = code


async def welcome(hub: Hub, scope: dict[str, Any]) -> Guest:
    """Who is behind the upgrade request. Raises TurnedAway; the database's errors come through."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    origin = headers.get(b"origin")
    if origin is not None and not allowed_origin(origin.decode("latin1"), headers):
        raise TurnedAway(Close.NOT_ALLOWED)
    authorization = headers.get(b"authorization")
    if authorization is not None:
        token = bearer(authorization.decode("latin1"))
        known = await hub.identities.of_token(token) if token else None
        return _guest(known, token=digest(token))
    key = session_key(headers.get(b"cookie", b"").decode("latin1"))
    known = await hub.identities.of_session(key) if key else None
    guest = _guest(known, session=digest(key))
    if origin is None:  # a browser always says where its page is from
        raise TurnedAway(Close.NOT_ALLOWED)
    return guest


def _guest(known: Identity | None, *, session: str | None = None, token: str | None = None) -> Guest:
    if known is None:
        raise TurnedAway(Close.NOT_SIGNED_IN)
    if known.suspended:
        raise TurnedAway(Close.NOT_ALLOWED)
    return Guest(known.person, session, token, known.proof, known.expires)


def bearer(authorization: str) -> str:
    """The token of an Authorization header, empty where it holds none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def session_key(cookie: str) -> str:
    """The session's key in a Cookie header, read as Django reads it; empty where it holds none."""
    return parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME, "")


def allowed_origin(origin: str, headers: dict[bytes, bytes]) -> bool:
    """A page of this house itself, or of an address in CSRF_TRUSTED_ORIGINS. `null` never is."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:  # no address at all, such as http://[
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    host = headers.get(b"host", b"").decode("latin1")
    own = f"{parts.scheme}://{host}"  # and nothing behind it: a browser sends no path
    return origin == own and validate_host(parts.hostname, settings.ALLOWED_HOSTS)
