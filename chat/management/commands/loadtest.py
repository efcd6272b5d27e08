import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import uvloop
from django.core.management.base import CommandParser
from tqdm import tqdm

from bench.load.job import Job, Result
from bench.load.scenarios import paced
from bench.load.verdict import passed, sentences
from bench.people import guests
from chat.management.action import ActionCommand, Error, Said


class Command(ActionCommand):
    help = (
        "Fills a running Wick with people who talk, and says whether everything arrived. The people and the "
        "rooms load-1, load-2, … are made in the database of these settings, and their tokens are taken "
        "back afterwards; with --tokens-file no database is needed. Ends with status 1 if anything was lost."
    )
    needs_database = False  # with --tokens-file

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="where Wick is: http://127.0.0.1:8080, https://chat.example.org")
        parser.add_argument("--people", type=int, default=1000, help="sockets over all rooms (1000)")
        parser.add_argument("--rate", type=float, default=20, help="messages a second over all rooms (20)")
        parser.add_argument("--rooms", type=int, default=1, help="how many rooms they are in (1)")
        parser.add_argument("--seconds", type=float, default=30, help="how long they talk (30)")
        parser.add_argument("--tokens-file", type=Path, help="bearer tokens to use, one a line")
        parser.add_argument("--room", action="append", help="talk in this room (its id), with --tokens-file")

    def act(self, *, url: str, json: bool, **options: Any) -> Said:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise Error(f"{url} is no address such as http://127.0.0.1:8080")
        if min(options["people"], options["rate"], options["rooms"], options["seconds"]) <= 0:
            raise Error("--people, --rate, --rooms and --seconds are numbers above 0.")
        with _people(options) as (tokens, rooms):
            job = Job(
                scenario="paced",
                dialect="wick",
                url=url,
                rooms=rooms,
                size=max(1, options["people"] // len(rooms)),
                tokens=tokens,
                rate=options["rate"],
                seconds=options["seconds"],
            )
            result = _run(job, quiet=json or not sys.stderr.isatty())
        return Said(sentences(result), msgspec.to_builtins(result), status=0 if passed(result) else 1)


def _people(options: dict[str, Any]) -> AbstractContextManager[tuple[list[str], list[str]]]:
    if options["tokens_file"] is None:
        return guests(options["people"], options["rooms"])
    try:
        tokens = options["tokens_file"].read_text().split()
    except OSError as error:
        raise Error(f"{options['tokens_file']} cannot be read: {error.strerror}.") from None
    if not tokens:
        raise Error(f"{options['tokens_file']} has no tokens in it.")
    return nullcontext((tokens, options["room"] or ["general"]))


def _run(job: Job, *, quiet: bool) -> Result:
    with tqdm(total=1.0, disable=quiet, bar_format="{desc:8} {percentage:3.0f}% |{bar}| {elapsed}") as bar:

        def tick(stage: str, share: float) -> None:
            bar.set_description_str(stage)
            bar.n = share
            bar.update(0)

        return uvloop.run(paced.run(job, tick))
