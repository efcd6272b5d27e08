from typing import Any

from django.core.management.base import CommandParser

from chat.actions import moderation
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, room_at, run, user_called


class Command(ActionCommand):
    help = "Removes somebody from a room. They may come back to a public room; `ban` prevents that."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("slug", help="the room's address")
        add_reason(parser)

    def act(self, *, username: str, slug: str, reason: str, **_: Any) -> Said:
        user, room = user_called(username), room_at(slug)
        run(moderation.kick)(system_account(), room.pk, str(user.pk), reason)
        sentence = f"{username} is removed from “{slug}”, and may come back."
        return Said(sentence, {"username": username, "room": room.pk})
