from typing import Any

from django.core.management.base import CommandParser

from chat.actions import announcements
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, room_at, run


class Command(ActionCommand):
    help = (
        "Sends an announcement in the name of the site to everyone who is connected now, "
        "or with --room to a room, where it stays as a message."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="Markdown")
        parser.add_argument("--room", metavar="SLUG", help="say it in this room")

    def act(self, *, text: str, room: str | None, **_: Any) -> Said:
        if room is None:
            run(announcements.announce)(system_account(), text)
            return Said(
                "The announcement was sent to everyone who is connected.", {"room": None, "seq": None}
            )
        place = room_at(room).pk
        seq = run(announcements.announce_in)(system_account(), place, text)
        return Said(f"Posted in “{room}” as message {seq}.", {"room": place, "seq": seq})
