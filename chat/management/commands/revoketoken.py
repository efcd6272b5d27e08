from typing import Any

from django.core.management.base import CommandParser

from chat.actions import tokens
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, run


class Command(ActionCommand):
    help = "Ends a bearer token, and closes the sockets that were opened with it."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("token", help="as createtoken printed it")

    def act(self, *, token: str, **_: Any) -> Said:
        revoked = run(tokens.revoke)(system_account(), token.strip())
        sentence = "The token is revoked." if revoked else "No such token is valid: nothing to do."
        return Said(sentence, {"revoked": revoked})
