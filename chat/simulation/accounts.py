"""Accounts with tokens, and rooms, for programs that speak as many users. Blocks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from asgiref.sync import async_to_sync
from django.contrib.auth.hashers import make_password

from chat.accounts.identities import digest
from chat.actions import rooms
from chat.actions.system_account import system_account
from chat.models import Room, Token, User

LABEL = "load test"  # of the tokens


@dataclass(frozen=True, slots=True)
class Account:
    user: str  # id; empty where only the token is known
    token: str


def make_accounts(names: Sequence[str]) -> list[Account]:
    """A new token for each user name. Accounts that are not there are made; nobody can sign in to them."""
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    none = make_password(None)
    User.objects.bulk_create(
        User(username=name, folded=name.casefold(), password=none) for name in names if name not in known
    )
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    tokens = {name: secrets.token_urlsafe(32) for name in names}
    Token.objects.bulk_create(
        Token(user=users[name], digest=digest(token), label=LABEL) for name, token in tokens.items()
    )
    return [Account(str(users[name].pk), token) for name, token in tokens.items()]


def make_rooms(slugs: Sequence[str]) -> list[str]:
    """The ids of the public rooms at these addresses, which are made where they are not there."""
    known = dict(Room.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    maker = system_account()
    return [known.get(slug) or async_to_sync(rooms.create)(maker, slug).pk for slug in slugs]
