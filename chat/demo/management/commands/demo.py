from typing import Any

from django.conf import settings

from chat.demo import content
from chat.demo.making import make
from chat.management.action import ActionCommand, Error, Said
from chat.management.progress import bar
from chat.models import User
from chat.queries.first_run import has_accounts


class Command(ActionCommand):
    help = (
        "Fills an empty workspace with people, rooms and messages to look at. Run again, it does nothing. "
        "It refuses a workspace that somebody uses."
    )

    def act(self, **_: Any) -> Said:
        username = content.people()[0].username
        visitor = User.objects.filter(username=username).first()
        if not settings.WICK_DEMO:
            raise Error("This is no demo: set WICK_DEMO=true, or use `make demo`.")
        if visitor is None and has_accounts():
            raise Error("There are people in this workspace. The demo needs an empty one: set VAR_DIR.")
        if made := visitor is None:
            parts = 1 + len(content.rooms()) + len(content.conversations()) + 1
            with bar(parts, "parts") as progress:

                def say(what: str) -> None:
                    progress.set_postfix_str(what)
                    progress.update()

                visitor = make(say)
        sentence = "The demo is made." if made else "The demo is there already."
        return Said(sentence, {"made": made, "username": username})
