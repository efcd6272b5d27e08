from typing import Any

from django.core.management.base import CommandParser

from chat.actions import rooms
from chat.actions.house import house
from chat.management.action import ActionCommand, Said, room_at, run
from chat.management.progress import bar
from chat.models import Room


class Command(ActionCommand):
    help = (
        "Begins another life of rooms, after a back-up was restored: clients that had seen more than the "
        "back-up holds drop what they have and take the room anew. Running it again is safe."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="*", help="the rooms' addresses; none: every room")

    def act(self, *, slug: list[str], **_: Any) -> Said:
        found = [room_at(one) for one in slug] or list(Room.objects.all())
        by, epochs = house(), {}
        with bar(len(found), "rooms") as progress:
            for room in found:
                epochs[room.slug] = run(rooms.begin_anew)(by, room.pk)
                progress.update()
        sentence = f"{len(epochs)} {'room begins' if len(epochs) == 1 else 'rooms begin'} another life."
        return Said(sentence, {"epochs": epochs})
