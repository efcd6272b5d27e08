from typing import Any

from django.core.management.base import CommandParser

from chat.actions import memberships, rooms
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.management.action import ActionCommand, Said, run, user_called
from chat.models import Room


class Command(ActionCommand):
    help = "Creates a room. An existing one stays as it is, except that --owner makes somebody its owner."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="its address, such as general: a-z, 0-9 and single dashes")
        parser.add_argument("--title", default="", help="what is shown as its name (default: the address)")
        parser.add_argument("--topic", default="", help="one line on what it is about")
        parser.add_argument("--private", action="store_true", help="only its members can find it")
        parser.add_argument("--owner", metavar="USERNAME", help="its owner (default: the site's own account)")

    def act(self, *, slug: str, title: str, topic: str, owner: str | None, private: bool, **_: Any) -> Said:
        by = Actor.of(user_called(owner), trusted=True) if owner else system_account()
        room = Room.objects.filter(slug=slug).first()
        created = room is None
        if room is None:
            room = run(rooms.create)(by, slug, title, topic, private=private)
        sentence = f"Room “{slug}” is created." if created else f"There is a room at “{slug}” already."
        if owner and not created:
            owns = run(memberships.set_owner)(system_account(), room.pk, by.id, True)
            sentence += f" {owner} owns it {'now' if owns else 'already'}."
        return Said(sentence, {"room": room.pk, "slug": room.slug, "created": created})
