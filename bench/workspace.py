"""People with tokens, and rooms to talk in, made straight in Wick's database.

As a program, with the settings of an instance in the environment, prints one token a line:

    python -m bench.workspace --people 500 --rooms 20
"""

import argparse
import os

ROOM = "load"


def names(count: int) -> list[str]:
    return [f"{ROOM}-{number}" for number in range(1, count + 1)]


def make_rooms(count: int) -> list[str]:
    """The ids of the public rooms load-1, load-2, …, which are made where they are not there."""
    from chat.simulation import accounts

    return accounts.make_rooms(names(count))


def make_tokens(count: int) -> list[str]:
    """A new token for each of `count` users called load-1, load-2, …; who is not there is made."""
    from chat.simulation import accounts

    return [account.token for account in accounts.make_accounts(names(count))]


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
