"""What the commands `moderator` and `owner` share: they give somebody a role in a room, or take it away."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, room_at, run, user_called


class RoomRoleCommand(ActionCommand):
    role: ClassVar[str]
    called: ClassVar[str]  # the role with its article
    undo_help: ClassVar[str]
    unchanged: ClassVar[str] = "already"
    set_role: Callable[..., Awaitable[bool]]

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("--undo", action="store_true", help=self.undo_help)

    def act(self, *, username: str, slug: str, undo: bool, **_: Any) -> Said:
        user, room = user_called(username), room_at(slug)
        changed = run(self.set_role)(system_account(), room.pk, str(user.pk), not undo)
        state = f"no {self.role} of" if undo else f"{self.called} of"
        sentence = f"{username} is {state} “{slug}” {'now' if changed else self.unchanged}."
        return Said(
            sentence, {"username": username, "room": room.pk, self.role: not undo, "changed": changed}
        )
