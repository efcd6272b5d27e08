from typing import Any

from django.core.management.base import CommandParser

from chat.actions import moderation
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, room_at, run, user_called


class Command(ActionCommand):
    help = "Bans somebody from a room. Their open sockets leave it within a second or two."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("--undo", action="store_true", help="lift the ban")
        add_reason(parser)

    def act(self, *, username: str, slug: str, undo: bool, reason: str, **_: Any) -> Said:
        user, room = user_called(username), room_at(slug)
        action = moderation.unban if undo else moderation.ban
        changed = run(action)(system_account(), room.pk, str(user.pk), reason)
        state = "not banned" if undo else "banned"
        sentence = f"{username} is {state} from “{slug}” {'now' if changed else 'already'}."
        return Said(sentence, {"username": username, "room": room.pk, "banned": not undo, "changed": changed})
