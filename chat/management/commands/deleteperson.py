from typing import Any

from django.core.management.base import CommandParser

from chat.actions.removal import delete_account
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, user_called
from chat.management.progress import bar


class Command(ActionCommand):
    help = (
        "Deletes an account permanently. What it wrote stays, under “Deleted account”, unless --messages is "
        "given. If it was interrupted, run it again (with the account's new name) to continue."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--messages", action="store_true", help="delete what it wrote too")
        add_reason(parser)

    def act(self, *, username: str, messages: bool, reason: str, **_: Any) -> Said:
        user = user_called(username)
        with bar(None, "messages") as progress:
            ownerless = delete_account(
                system_account(), str(user.pk), reason, progress.update, with_messages=messages
            )
        sentence = f"The account {username} is deleted. It is called deleted-{user.pk.hex[:12]} now."
        if ownerless:
            sentence += f" Without an owner now: {', '.join(ownerless)} (see the command owner)."
        return Said(sentence, {"id": str(user.pk), "messages": messages, "rooms_without_owner": ownerless})
