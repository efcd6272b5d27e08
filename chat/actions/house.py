"""The house itself as an author: commands act and speak in its name."""

from chat.models import User
from chat.person import Person

USERNAME = "house"


def house(name: str = "") -> Person:
    """The person that commands act as, made on first use. Blocks."""
    from django.conf import settings

    user, _ = User.objects.get_or_create(
        username=USERNAME,
        defaults={"name": name or settings.SITE_NAME, "is_active": False, "password": "!"},
    )
    return Person.of(user, trusted=True)
