from typing import Any

from django.core.management.base import CommandParser

from chat.actions import rooms
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, room_at, run


class Command(ActionCommand):
    help = "Archives a room: it can be read and no longer changed."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("--undo", action="store_true", help="open it again")
        add_reason(parser)

    def act(self, *, slug: str, undo: bool, reason: str, **_: Any) -> Said:
        room = room_at(slug)
        changed = run(rooms.archive)(system_account(), room.pk, not undo, reason)
        state = "open" if undo else "archived"
        sentence = f"Room “{slug}” is {state} {'now' if changed else 'already'}."
        return Said(sentence, {"room": room.pk, "archived": not undo, "changed": changed})
