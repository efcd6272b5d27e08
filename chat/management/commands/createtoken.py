from functools import partial
from typing import Any

from django.core.management.base import CommandParser

from chat.actions import accounts, newcomers, tokens
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Error, Said, run, user_called
from chat.management.arguments import whole
from chat.models import User

MOST = 36500  # days


class Command(ActionCommand):
    help = (
        "Prints a new bearer token, with which a program connects as this person. It is shown only "
        "once: the database keeps a digest. Each run makes another one, and the earlier ones stay valid. "
        "It expires after WICK_TOKEN_DAYS, unless --days says otherwise."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="whose token it is")
        parser.add_argument("--create", action="store_true", help="make the account where there is none")
        parser.add_argument("--label", default="", help="what it is for, as the admin's list shows it")

        parser.add_argument(
            "--days", type=partial(whole, most=MOST), help="how long it is valid; 0: it does not expire"
        )

    def act(self, *, username: str, create: bool, label: str, days: int | None, **_: Any) -> Said:
        user = User.objects.filter(username=username).first()
        created = user is None and create
        if user is None:
            user = self._create(username) if create else user_called(username)
        if user.is_suspended or not user.is_active:
            raise Error(f"“{username}” may not sign in, so a token would not be accepted either.")
        token = run(tokens.create)(system_account(), user, label, days)
        return Said(token, {"token": token, "username": username, "user": str(user.pk), "created": created})

    def _create(self, username: str) -> User:
        user = run(accounts.create_account)(username)
        run(newcomers.welcome)(user)
        return user
