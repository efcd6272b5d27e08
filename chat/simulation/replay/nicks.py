"""The nicks of a day as accounts of this site, each with a token for as long as the replay lasts. Blocks."""

import re
from collections.abc import Iterable

from asgiref.sync import async_to_sync

from chat.actions import accounts, tokens
from chat.actions.system_account import system_account
from chat.models import User
from chat.simulation.accounts import Account

LONGEST = 28  # characters of a user name, so that a number fits behind it
LISTENER = "replay-listener"


def usernames(nicks: Iterable[str]) -> dict[str, str]:
    """A valid user name for each nick, no two alike but for the case of their letters."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for nick in nicks:
        stem = re.sub(r"[^a-zA-Z0-9._-]+", "-", nick).lstrip("._-")[:LONGEST] or "nick"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names[nick] = name
    return names


def account(nick: str, username: str) -> Account:
    """A token for this nick. Its account is made where there is none; an account that somebody signs in to
    is not spoken for: the nick gets another one."""
    user = None
    for suffix in ("", "-irc", *(f"-irc{n}" for n in range(2, 100))):
        name = username[: 32 - len(suffix)] + suffix
        user = User.objects.filter(folded=name.casefold()).first()
        if user is None:
            user = async_to_sync(accounts.create_account)(name, nick[:60])
            break
        if user.is_active and not (user.has_usable_password() or user.is_staff or user.is_suspended):
            break
    assert user is not None  # noqa: S101
    return Account(str(user.pk), async_to_sync(tokens.create)(system_account(), user, "replay", days=1))


def revoke_tokens(accounts: Iterable[Account]) -> None:
    """Ends the tokens again."""
    for each in accounts:
        async_to_sync(tokens.revoke)(system_account(), each.token)
