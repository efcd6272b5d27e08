from typing import Any

from django.core.management.base import CommandParser

from chat.actions import accounts
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, run, user_called
from chat.models import User


class Command(ActionCommand):
    help = "Gives somebody a role in the workspace: administrator, moderator, member or guest."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=[role.value for role in User.Role])
        add_reason(parser)

    def act(self, *, username: str, role: str, reason: str, **_: Any) -> Said:
        user = user_called(username)
        changed = run(accounts.set_role)(system_account(), str(user.pk), User.Role(role), reason)
        article = "an" if role == User.Role.ADMINISTRATOR else "a"
        sentence = f"{username} is {article} {role} of the workspace {'now' if changed else 'already'}."
        return Said(sentence, {"username": username, "role": role, "changed": changed})
