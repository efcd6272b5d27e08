from typing import Any

from django.core.management.base import CommandParser

from chat.actions import moderation
from chat.actions.house import house
from chat.management.action import ActionCommand, Said, add_reason, person_called, room_at, run


class Command(ActionCommand):
    help = "Keeps somebody out of a room. Their open sockets leave it within a second or two."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("--undo", action="store_true", help="let them in again")
        add_reason(parser)

    def act(self, *, username: str, slug: str, undo: bool, reason: str, **_: Any) -> Said:
        user, room = person_called(username), room_at(slug)
        action = moderation.unban if undo else moderation.ban
        changed = run(action)(house(), room.pk, str(user.pk), reason)
        state = "not banned" if undo else "banned"
        sentence = f"{username} is {state} from “{slug}” {'now' if changed else 'already'}."
        return Said(sentence, {"username": username, "room": room.pk, "banned": not undo, "changed": changed})
