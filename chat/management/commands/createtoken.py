from typing import Any

from django.core.management.base import CommandParser

from chat.actions import people
from chat.management.action import ActionCommand, Error, Said, person_called, run
from chat.models import User


class Command(ActionCommand):
    help = (
        "Prints a new bearer token, with which a program connects as this person. It is shown this once "
        "only: what is kept is a digest. Each run makes another one, and the earlier ones stay valid."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="whose token it is")
        parser.add_argument("--create", action="store_true", help="make the account where there is none")
        parser.add_argument("--label", default="", help="what it is for, as the admin's list shows it")

    def act(self, *, username: str, create: bool, label: str, **_: Any) -> Said:
        user = User.objects.filter(username=username).first()
        created = user is None and create
        if user is None:
            user = run(people.create_account)(username) if create else person_called(username)
        if user.is_suspended or not user.is_active:
            raise Error(f"“{username}” may not sign in, so a token would not be let in either.")
        token = run(people.create_token)(user, label)
        return Said(token, {"token": token, "username": username, "user": str(user.pk), "created": created})
