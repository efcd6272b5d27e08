from typing import Any

from django.core.management.base import CommandParser

from chat.actions import moderation
from chat.actions.house import house
from chat.management.action import ActionCommand, Said, add_reason, person_called, run


class Command(ActionCommand):
    help = "Closes an account and its open sockets. Nothing that it said is lost."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--undo", action="store_true", help="let them in again")
        add_reason(parser)

    def act(self, *, username: str, undo: bool, reason: str, **_: Any) -> Said:
        user = person_called(username)
        action = moderation.unsuspend if undo else moderation.suspend
        changed = run(action)(house(), str(user.pk), reason)
        state = "not suspended" if undo else "suspended"
        sentence = f"{username} is {state} {'now' if changed else 'already'}."
        return Said(sentence, {"username": username, "suspended": not undo, "changed": changed})
