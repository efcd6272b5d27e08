import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from chat.management.action import ActionCommand, Error, Said, room_at
from chat.management.progress import bar
from chat.simulation.accounts import Account
from chat.simulation.replay import corpus
from chat.simulation.replay.connection import Unreachable
from chat.simulation.replay.nicks import LISTENER, account, revoke_tokens, usernames
from chat.simulation.replay.stage import Replay


class Command(ActionCommand):
    help = (
        "Posts a day of recorded chat again, through a socket for each of its people, on a server that "
        "runs on the database of these settings. Reports what was acked, what a socket saw and when. "
        "Ends with status 1 if anything was lost, came twice or out of order. The file: docs/commands.md."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON Lines, or those gzipped")
        parser.add_argument("--day", required=True, help="such as 2004-12-25")
        parser.add_argument("--speed", type=float, default=60, help="times the original pace (60)")
        parser.add_argument("--limit", type=int, help="only the first so many messages of the day")
        parser.add_argument("--url", default="ws://127.0.0.1:8000/ws/", help="(ws://127.0.0.1:8000/ws/)")
        parser.add_argument("--room", metavar="SLUG", default="general", help="where to say it (general)")

    def act(
        self, *, file: Path, day: str, speed: float, limit: int | None, url: str, room: str, **_: Any
    ) -> Said:
        if speed <= 0 or (limit is not None and limit <= 0):
            raise Error("--speed and --limit are numbers above 0.")
        if not re.match(r"wss?://", url):
            raise Error(f"{url} is no address such as ws://127.0.0.1:8000/ws/")
        place = room_at(room).pk
        lines = _lines(file, day, limit)
        with (
            _accounts({line.nick: None for line in lines}) as accounts,
            bar(len(lines), "messages") as progress,
        ):
            stage = Replay(url, place, lines, accounts, progress.update)
            try:
                outcome = asyncio.run(stage.play(day, speed))
            except ExceptionGroup as group:
                if (unreachable := group.subgroup(Unreachable)) is None:
                    raise
                raise Error(str(unreachable.exceptions[0])) from None
        return Said(outcome.sentences(), outcome.facts(), status=0 if outcome.good else 1)


def _lines(file: Path, day: str, limit: int | None) -> list[corpus.CorpusLine]:
    try:
        return corpus.read(file, day, limit)
    except corpus.NoSuchDay as error:
        raise Error(str(error)) from None
    except OSError as error:
        raise Error(f"{file} cannot be read: {error.strerror or error}.") from None
    except ValueError as error:
        raise Error(f"{file} is no record of chat: {error}.") from None


@contextmanager
def _accounts(nicks: dict[str, None]) -> Iterator[dict[str, Account]]:
    """An account with a token for each nick, and for the listener. The tokens end with the replay."""
    accounts: dict[str, Account] = {}
    names = usernames(nicks) | {LISTENER: LISTENER}
    try:
        with bar(len(names), "people", leave=False) as progress:
            for nick, username in names.items():
                accounts[nick] = account(nick, username)
                progress.update()
        yield accounts
    finally:
        revoke_tokens(accounts.values())
