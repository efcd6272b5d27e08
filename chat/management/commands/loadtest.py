import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvloop
from django.core.management.base import CommandParser
from tqdm import tqdm

from chat.management.action import ActionCommand, Error, Said
from chat.simulation.accounts import Account
from chat.simulation.load.crowd import Crowd
from chat.simulation.load.outcome import LoadOutcome
from chat.simulation.load.temporary import temporary_accounts
from chatsite.files import most_files


class Command(ActionCommand):
    help = (
        "Puts a load of simulated people on a running Wick, and reports whether everything arrived. They "
        "reconnect when they are disconnected, and send again what was not acked. The people and the rooms "
        "are made in the database of these settings and removed afterwards; with --tokens-file no database "
        "is needed. Ends with status 1 if anything was lost."
    )
    needs_database = False  # with --tokens-file

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="where Wick is: http://127.0.0.1:8080, https://chat.example.org")
        parser.add_argument("--people", type=int, default=1000, help="sockets over all rooms (1000)")
        parser.add_argument("--rate", type=float, default=20, help="messages a second over all rooms (20)")
        parser.add_argument("--rooms", type=int, default=1, help="how many rooms they are in (1)")
        parser.add_argument("--seconds", type=float, default=30, help="how long they talk (30)")
        parser.add_argument(
            "--keep", action="store_true", help="leave the people and the rooms where they are"
        )
        parser.add_argument("--tokens-file", type=Path, help="bearer tokens to use, one a line")
        parser.add_argument("--room", action="append", help="talk in this room (its id), with --tokens-file")

    def act(self, *, url: str, json: bool, **options: Any) -> Said:
        if min(options["people"], options["rate"], options["rooms"], options["seconds"]) <= 0:
            raise Error("--people, --rate, --rooms and --seconds are numbers above 0.")
        address = _socket_address(url)
        most_files()  # each socket is one
        with _people(options) as (accounts, rooms):
            size = max(1, options["people"] // len(rooms))
            outcome = _run(address, accounts, rooms, size, options, quiet=json or not sys.stderr.isatty())
        return Said(outcome.sentences(), outcome.facts(), status=0 if outcome.good else 1)


def _socket_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Error(f"{url} is no address such as http://127.0.0.1:8080")
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}/ws/"


def _people(options: dict[str, Any]) -> AbstractContextManager[tuple[list[Account], list[str]]]:
    if options["tokens_file"] is None:
        return temporary_accounts(options["people"], options["rooms"], keep=options["keep"])
    try:
        tokens = options["tokens_file"].read_text().split()
    except OSError as error:
        raise Error(f"{options['tokens_file']} cannot be read: {error.strerror}.") from None
    if not tokens:
        raise Error(f"{options['tokens_file']} has no tokens in it.")
    return nullcontext(([Account("", token) for token in tokens], options["room"] or ["general"]))


def _run(
    url: str, accounts: list[Account], rooms: list[str], size: int, options: dict[str, Any], *, quiet: bool
) -> LoadOutcome:
    with tqdm(total=1.0, disable=quiet, bar_format="{desc:8} {percentage:3.0f}% |{bar}| {elapsed}") as bar:

        def tick(stage: str, share: float) -> None:
            bar.set_description_str(stage)
            bar.n = share
            bar.update(0)

        return uvloop.run(Crowd(url, accounts, rooms, size, tick).run(options["rate"], options["seconds"]))
