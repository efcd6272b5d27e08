from typing import Any

from django.core.management.base import CommandParser

from chat.actions import rooms
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, room_at, run
from chat.management.progress import bar
from chat.models import Room


class Command(ActionCommand):
    help = (
        "Gives rooms a new epoch, after a back-up was restored: clients that had seen more than the "
        "back-up holds drop what they have and load the room again. Running it again is safe."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="*", help="the rooms' addresses; none: every room")

    def act(self, *, slug: list[str], **_: Any) -> Said:
        found = [room_at(one) for one in slug] or list(Room.objects.all())
        by, epochs = system_account(), {}
        with bar(len(found), "rooms") as progress:
            for room in found:
                epochs[room.slug] = run(rooms.reset_epoch)(by, room.pk)
                progress.update()
        sentence = f"{len(epochs)} {'room has' if len(epochs) == 1 else 'rooms have'} a new epoch."
        return Said(sentence, {"epochs": epochs})
