from typing import Any

from django.core.management.base import CommandParser

from chat.actions import rooms
from chat.actions.house import house
from chat.management.action import ActionCommand, Said, person_called, room_at, run


class Command(ActionCommand):
    help = "Makes somebody a moderator of a room (and a member, if they are none yet)."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("--undo", action="store_true", help="make a moderator an ordinary member again")

    def act(self, *, username: str, slug: str, undo: bool, **_: Any) -> Said:
        user, room = person_called(username), room_at(slug)
        changed = run(rooms.set_moderator)(house(), room.pk, str(user.pk), not undo)
        state = "no moderator of" if undo else "a moderator of"
        sentence = f"{username} is {state} “{slug}” {'now' if changed else 'already, or owns it'}."
        return Said(
            sentence, {"username": username, "room": room.pk, "moderator": not undo, "changed": changed}
        )
