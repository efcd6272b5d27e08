from typing import Any

from django.core.management.base import CommandParser

from chat.actions import moderation
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, run, user_called


class Command(ActionCommand):
    help = "Closes an account and its open sockets. Its messages stay."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--undo", action="store_true", help="lift the suspension")
        add_reason(parser)

    def act(self, *, username: str, undo: bool, reason: str, **_: Any) -> Said:
        user = user_called(username)
        action = moderation.unsuspend if undo else moderation.suspend
        changed = run(action)(system_account(), str(user.pk), reason)
        state = "not suspended" if undo else "suspended"
        sentence = f"{username} is {state} {'now' if changed else 'already'}."
        return Said(sentence, {"username": username, "suspended": not undo, "changed": changed})
