from typing import Any

from django.core.management.base import CommandParser

from chat.actions import rooms
from chat.actions.house import house
from chat.management.action import ActionCommand, Said, person_called, run
from chat.models import Room
from chat.person import Person


class Command(ActionCommand):
    help = "Makes a public room. Does nothing where there is one at this address already."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="its address, such as general: a-z, 0-9 and single dashes")
        parser.add_argument("--title", default="", help="what is shown as its name (default: the address)")
        parser.add_argument("--topic", default="", help="one line on what it is about")
        parser.add_argument("--owner", metavar="USERNAME", help="who owns it (default: the house)")

    def act(self, *, slug: str, title: str, topic: str, owner: str | None, **_: Any) -> Said:
        by = Person.of(person_called(owner)) if owner else house()
        room = Room.objects.filter(slug=slug).first()
        created = room is None
        if room is None:
            room = run(rooms.create)(by, slug, title, topic)
        sentence = f"Room “{slug}” is made." if created else f"There is a room at “{slug}” already."
        return Said(sentence, {"room": room.pk, "slug": room.slug, "created": created})
