from typing import Any

from django.conf import settings
from django.urls import reverse

from chat.actions import first_run
from chat.management.action import ActionCommand, Said


class Command(ActionCommand):
    help = (
        "Prints a link to the setup page, where the first administrator's account is made. It works once, "
        "for a day, and takes the place of any earlier one. Where somebody has an account, it says so."
    )

    def act(self, **_: Any) -> Said:
        token = first_run.new_token()
        if token is None:
            return Said("This site is set up: there are accounts.", {"set_up": True, "link": None})
        path = reverse("setup", args=[token])
        link = f"{settings.SITE_URL}{path}"
        sentence = link if settings.SITE_URL else f"At the address of your site: {path}"
        return Said(sentence, {"set_up": False, "link": link})
