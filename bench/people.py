"""People with tokens, and rooms to talk in, made straight in Wick's database.

As a program, with the settings of an instance in the environment, prints one token a line:

    python -m bench.people --people 500 --rooms 20
"""

import argparse
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

LABEL = "load test"
ROOM = "load"


@contextmanager
def guests(people: int, rooms: int) -> Iterator[tuple[list[str], list[str]]]:
    """Tokens of `people` people and the names of `rooms` rooms; the tokens are taken back at the end."""
    tokens = make_tokens(people)
    try:
        yield tokens, make_rooms(rooms)
    finally:
        take_back()


def make_tokens(count: int) -> list[str]:
    """A new token for each of `count` people called load-1, load-2, …; who is not there is made."""
    from chat.identity import digest
    from chat.models import Token, User

    names = [f"{ROOM}-{number}" for number in range(1, count + 1)]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    User.objects.bulk_create(
        User(username=name, folded=name, password="!") for name in names if name not in known
    )
    people = User.objects.filter(username__in=names)
    tokens = [secrets.token_urlsafe(32) for _ in range(count)]
    Token.objects.bulk_create(
        Token(user=person, digest=digest(token), label=LABEL)
        for person, token in zip(people, tokens, strict=True)
    )
    return tokens


def make_rooms(count: int) -> list[str]:
    """The public rooms load-1, load-2, …, which are made where they are not there."""
    from asgiref.sync import async_to_sync

    from chat.actions import rooms
    from chat.actions.house import house
    from chat.models import Room

    names = [f"{ROOM}-{number}" for number in range(1, count + 1)]
    known = dict(Room.objects.filter(slug__in=names).values_list("slug", "pk"))
    maker = house()
    return [known.get(name) or async_to_sync(rooms.create)(maker, name).pk for name in names]


def take_back() -> None:
    """Delete the tokens of every load test. Messages, people and rooms stay: a log loses nothing."""
    from chat.models import Token

    Token.objects.filter(label=LABEL).delete()


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--rooms", type=int, required=True)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    django.setup()
    make_rooms(options.rooms)
    print("\n".join(make_tokens(options.people)))


if __name__ == "__main__":
    main()
