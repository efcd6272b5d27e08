"""What our commands share: they do one action, say in one sentence what came of it, and end with a status."""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from asgiref.sync import async_to_sync
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat.management.arguments import check_all
from chat.models import Room, User
from chat.protocol.errors import Refused
from chatsite.mongo.errors import in_a_line
from chatsite.mongo.migrated import NotMigrated, expect_migrated


class Error(CommandError):
    """Why nothing was done. Django prints it as one line, `Error: …`, and ends with status 1."""


class Said(NamedTuple):
    """What a command has to say: a sentence for people, the same as an object for programs."""

    sentence: str
    facts: dict[str, Any]
    status: int = 0


class ActionCommand(BaseCommand):
    """Ends with status 0 when it is done or was so already, 1 when not, 2 for a wrong command line."""

    requires_system_checks: list[str] = []
    needs_database = True  # and one that is ready for this code

    def add_arguments(self, parser: CommandParser) -> None:
        check_all(parser)
        self.arguments(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a sentence")

    def arguments(self, parser: CommandParser) -> None:
        """Adds the arguments of this command."""

    act: Callable[..., Said]
    """Does it, given the options by name. May raise Error, Refused, or the database's errors."""

    def run_from_argv(self, argv: list[str]) -> None:
        """From a shell: SIGTERM ends it as Ctrl-C does, with its files, tokens and progress put in order."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if self.needs_database:
                expect_migrated()
            said = self.act(**options)
            self._say(said, as_json=options["json"])
        except Refused as refusal:
            raise Error(refusal.detail) from None
        except NotMigrated as error:
            raise Error(str(error)) from None
        except (PyMongoError, DatabaseError) as error:
            raise Error(in_a_line(error)) from error
        except BrokenPipeError:
            _drop_output()
            raise Error("The output could not be written: its reader has ended.") from None
        if said.status:
            raise SystemExit(said.status)

    def _say(self, said: Said, *, as_json: bool) -> None:
        try:
            self.write_result(said, as_json=as_json)
            self.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            _drop_output()
            raise Error(f"It is done, but the output cannot be written: {error.strerror}.") from None

    def write_result(self, said: Said, *, as_json: bool) -> None:
        self.stdout.write(json.dumps(said.facts, ensure_ascii=False) if as_json else said.sentence)


def user_called(username: str) -> User:
    """The person with this user name. Raises Error."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Error(f"There is nobody called “{username}”.")
    return user


def room_at(slug: str) -> Room:
    """The room at this address. Raises Error."""
    room = Room.objects.filter(slug=slug).first()
    if room is None:
        raise Error(f"There is no room at “{slug}”.")
    return room


def add_reason(parser: CommandParser) -> None:
    parser.add_argument("--reason", default="", help="kept in the audit log (at most 250 characters)")


def _drop_output() -> None:
    """Python flushes the standard output when it ends, and must not fail at that again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


run = async_to_sync
__all__ = ["ActionCommand", "Error", "Said", "add_reason", "room_at", "run", "user_called"]
