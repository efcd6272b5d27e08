"""What our commands share: they do one action, say in one sentence what came of it, and end with a status."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from asgiref.sync import async_to_sync
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat.errors import Refused
from chat.models import Room, User


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

    def add_arguments(self, parser: CommandParser) -> None:
        self.arguments(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a sentence")

    def arguments(self, parser: CommandParser) -> None:
        """Adds the arguments of this command."""

    act: Callable[..., Said]
    """Does it, given the options by name. May raise Error, Refused, or the database's errors."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said = self.act(**options)
        except Refused as refusal:
            raise Error(refusal.detail) from None
        except (PyMongoError, DatabaseError) as error:
            raise Error(f"MongoDB does not answer: {_short(error)}") from error
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        self.tell(said, as_json=options["json"])
        if said.status:
            raise SystemExit(said.status)

    def tell(self, said: Said, *, as_json: bool) -> None:
        self.stdout.write(json.dumps(said.facts, ensure_ascii=False) if as_json else said.sentence)


def person_called(username: str) -> User:
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


def _short(error: Exception) -> str:
    """The start of a driver's message, which goes on about every node that it knows."""
    return str(error).partition(", Timeout:")[0][:200] or type(error).__name__


run = async_to_sync
__all__ = ["ActionCommand", "Error", "Said", "add_reason", "person_called", "room_at", "run"]
