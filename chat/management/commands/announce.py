from typing import Any

from django.core.management.base import CommandParser

from chat.actions import announcements
from chat.actions.house import house
from chat.management.action import ActionCommand, Said, room_at, run


class Command(ActionCommand):
    help = (
        "Tells everyone something in the name of the house: all who are connected just now, "
        "or with --room a room, where it stays as a message."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="Markdown")
        parser.add_argument("--room", metavar="SLUG", help="say it in this room")

    def act(self, *, text: str, room: str | None, **_: Any) -> Said:
        if room is None:
            run(announcements.announce)(house(), text)
            return Said("Everyone who is connected is told.", {"room": None, "seq": None})
        place = room_at(room).pk
        seq = run(announcements.announce_in)(house(), place, text)
        return Said(f"Said in “{room}” as message {seq}.", {"room": place, "seq": seq})
