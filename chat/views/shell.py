"""What stands around a page: the rooms in the sidebar, and the facts that its scripts start from."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from chat import queries
from chat.models import Room, User
from chat.queries import OwnRoom


def shell(user: User, current: Room | None = None) -> dict[str, Any]:
    """The template context of every page with a sidebar. `start` becomes JSON in the page."""
    own = queries.rooms_of(user)
    return {
        "own_rooms": own,
        "room": current,
        "start": {
            "site": settings.SITE_NAME,
            "me": {"id": str(user.pk), "username": user.username, "name": user.shown_name},
            "rooms": [place(line) for line in own],
            "signIn": reverse("sign-in"),
        },
    }


def place(line: OwnRoom) -> dict[str, Any]:
    """One of my rooms, as the page's scripts know it."""
    room = line.room
    return {
        "id": room.pk,
        "slug": room.slug,
        "topic": room.topic,
        "url": room.get_absolute_url(),
        "epoch": room.epoch,
        "head": line.head,
        "read": line.read,
        "unread": line.unread.count,
        "forMe": line.unread.for_me,
    }
