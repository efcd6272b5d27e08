"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """The name of the house, whether it takes new people, and the theme kept on this device, if any."""
    theme = request.COOKIES.get("theme", "")
    return {
        "site_name": settings.SITE_NAME,
        "sign_up_open": settings.SIGN_UP_OPEN,
        "theme": theme if theme in THEMES else "",
    }
