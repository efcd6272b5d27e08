from typing import Any

from django.core.management.base import CommandParser

from chat.actions.removal import delete_room
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Error, Said, add_reason
from chat.management.progress import bar
from chat.models import GoneRoom, Room


class Command(ActionCommand):
    help = (
        "Deletes a room permanently, with all its messages. Its address is never used again. "
        "If it was interrupted, run it again to continue."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the room's address")
        add_reason(parser)

    def act(self, *, slug: str, reason: str, **_: Any) -> Said:
        room = Room.objects.filter(slug=slug).first() or GoneRoom.objects.filter(slug=slug).first()
        if room is None:
            raise Error(f"There is no room at “{slug}”.")
        with bar(None, "events") as progress:
            events = delete_room(system_account(), room.pk, reason, progress.update)
        return Said(f"Room “{slug}” is deleted, with {events:,} events.", {"room": room.pk, "events": events})
