from typing import Any

from django.core.management.base import CommandParser

from chat.actions import second_factors
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, user_called


class Command(ActionCommand):
    help = "Removes the second factor of somebody who has lost it: they sign in by the password alone."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        add_reason(parser)

    def act(self, *, username: str, reason: str, **_: Any) -> Said:
        user = user_called(username)
        changed = second_factors.remove(system_account(), str(user.pk), reason)
        sentence = (
            f"{username} signs in by the password alone now."
            if changed
            else f"{username} has no second factor."
        )
        return Said(sentence, {"username": username, "changed": changed})
