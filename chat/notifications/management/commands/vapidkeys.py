from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from chat.management.action import ActionCommand, Error, Said
from chat.notifications import vapid


class Command(ActionCommand):
    help = (
        "Shows the public key by which push services know this site. It is made when it is first asked for, "
        "and kept in MongoDB, unless WICK_VAPID_KEY is set."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new", action="store_true", help="makes another key, and ends every push subscription"
        )

    def act(self, *, new: bool, **_: Any) -> Said:
        if new:
            if settings.WICK_VAPID_KEY:
                raise Error("WICK_VAPID_KEY is set: change it there, and restart every instance.")
            vapid.replace()
        key = vapid.public_key()
        return Said(key, {"public_key": key, "new": new})
