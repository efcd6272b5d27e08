"""Programs that say who they are by a bearer token in a request. Blocks."""

from chat.accounts.identities import digest, use_tokens
from chat.models import User


def bearer(authorization: str) -> str:
    """The token of an Authorization header, empty where it holds none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def user_of_token(token: str) -> User | None:
    """Whose token it is; None where it is nobody's, or has ended. They may be suspended."""
    return next((user for _token, user in use_tokens([digest(token)])), None)
