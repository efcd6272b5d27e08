"""Accounts, and the tokens of programs."""

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from chat import notices
from chat.errors import Code, Refused, forbidden
from chat.identity import digest
from chat.models import Token, User
from chat.person import Person
from chat.pool import in_thread

# By it scanners find tokens that were committed. And a command line takes a word with a leading dash,
# with which a bare random token may begin, for an option.
PREFIX = "wick_"


async def sign_up(username: str, password: str, name: str = "", email: str = "") -> User:
    """A new account. Raises Refused: `forbidden` when this house is closed, `conflict` for a taken name,
    `bad_frame` with a sentence for the person otherwise."""
    if not settings.SIGN_UP_OPEN:
        raise forbidden("This house takes no new people by itself. Ask whoever runs it.")
    return await in_thread(_create, username, password, name, email)


async def create_account(username: str, name: str = "") -> User:
    """An account without a password, for a program, or for somebody who sets one by mail or in the admin.

    For commands and the admin, whatever SIGN_UP_OPEN says. Raises Refused as sign_up does.
    """
    return await in_thread(_create, username, None, name, "")


async def change_name(user: User | Person, name: str) -> None:
    """Another display name; open sockets speak under it from now on."""
    await in_thread(_change_name, Person.of(user), name)


async def create_token(user: User, label: str = "") -> str:
    """A new bearer token. This is the only time that it can be read."""
    return await in_thread(_create_token, user, label)


async def revoke_token(token: str) -> bool:
    """Ends a token and its open sockets. Was there one?"""
    return await in_thread(_revoke, digest(token))


async def revoke_digest(token_digest: str) -> bool:
    """The same, where only the digest is known."""
    return await in_thread(_revoke, token_digest)


def _create(username: str, password: str | None, name: str, email: str) -> User:
    user = User(username=username, name=name, email=User.objects.normalize_email(email))
    try:
        user.clean_fields(exclude=["password", "folded"])
        user.clean()
        if password is not None:
            validate_password(password, user)
    except ValidationError as error:
        raise Refused(Code.BAD_FRAME, " ".join(error.messages)) from None
    if User.objects.filter(folded=username.casefold()).exists():
        raise Refused(Code.CONFLICT, "Somebody has this name already.")
    user.set_password(password)
    try:
        user.save(force_insert=True)
    except IntegrityError:
        raise Refused(Code.CONFLICT, "Somebody has this name already.") from None
    return user


def _change_name(person: Person, name: str) -> None:
    User.objects.filter(pk=person.id).update(name=" ".join(name.split())[:60])
    notices.append(notices.PERSON, user=person.id)


def _create_token(user: User, label: str) -> str:
    token = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, digest=digest(token), label=label[:80])
    return token


def _revoke(token_digest: str) -> bool:
    gone, _ = Token.objects.filter(digest=token_digest).delete()
    if gone:
        notices.append(notices.TOKEN, token=token_digest)
    return bool(gone)
