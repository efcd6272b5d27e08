"""Accounts, tokens and rooms of one load test, named after it, and their removal. Blocks."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from chat.actions.removal import delete_room
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.models import Marker, Membership, Token, User
from chat.simulation.accounts import LABEL, Account, make_accounts, make_rooms


@contextmanager
def temporary_accounts(people: int, count: int, *, keep: bool) -> Iterator[tuple[list[Account], list[str]]]:
    """`people` accounts and the ids of `count` rooms. At the end the tokens go; without `keep`, all."""
    stem = f"load-{secrets.token_hex(3)}"
    made: list[str] = []
    try:
        accounts = make_accounts([f"{stem}-{number}" for number in range(1, people + 1)])
        for number in range(1, count + 1):
            made += make_rooms([f"{stem}-{number}"])
        yield accounts, made
    finally:
        _remove(stem, made, keep=keep)


def _remove(stem: str, made: list[str], *, keep: bool) -> None:
    users = list(User.objects.filter(username__startswith=f"{stem}-").values_list("pk", flat=True))
    Token.objects.filter(user__in=users).delete()
    if keep:
        return
    with ThreadPoolExecutor(8) as threads:  # each waits for all instances to hear of it
        list(threads.map(_delete_room, made))
    # They wrote in these rooms and nowhere else, so nothing names them any more.
    for rows in (Membership, Marker):
        rows.objects.filter(user__in=users).delete()
    User.objects.filter(pk__in=users).delete()


def _delete_room(room: str) -> None:
    try:
        delete_room(Actor.of(system_account()), room, LABEL, lambda events: None)
    finally:
        connection.close()
