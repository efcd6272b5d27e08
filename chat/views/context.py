"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from chat.queries.workspace import workspace

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """The name of the site, who may sign up, and the theme kept on this device, if any."""
    found = workspace()
    theme = request.COOKIES.get("theme", "")
    return {
        "site_name": found.name,
        "sign_up_rule": found.sign_up.value,
        "has_other_sites": bool(settings.OPENID_PROVIDERS),
        "theme": theme if theme in THEMES else "",
    }
