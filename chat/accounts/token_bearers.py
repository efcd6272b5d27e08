"""Programs that say who they are by a bearer token in a request. Blocks."""

from django.utils import timezone

from chat.accounts.identities import digest, mark_used
from chat.models import Token, User


def bearer(authorization: str) -> str:
    """The token of an Authorization header, empty where it holds none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def user_of_token(token: str) -> User | None:
    """Whose token it is; None where it is nobody's, or has ended. They may be suspended."""
    now = timezone.now()
    found = Token.objects.filter(digest=digest(token)).first()
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    user = User.objects.filter(pk=found.user_id).first()
    if user is not None:
        mark_used([found], now)
    return user
