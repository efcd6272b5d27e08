"""The house itself as an author: commands act and speak in its name."""

import uuid

from chat.models import User
from chat.person import Person

USERNAME = "house"
ID = uuid.uuid5(uuid.NAMESPACE_URL, "wick:house")  # the same everywhere, so that rooms can move


def house(name: str = "") -> Person:
    """The person that commands act as, made on first use. Blocks."""
    from django.conf import settings

    user, _ = User.objects.get_or_create(
        username=USERNAME,
        defaults={"id": ID, "name": name or settings.SITE_NAME, "is_active": False, "password": "!"},
    )
    return Person.of(user, trusted=True)
