"""What stands around a page: the rooms in the sidebar, and the facts that its scripts start from."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from chat.actors.actor import Actor
from chat.events.files import MOST_FILES
from chat.models import Room, User
from chat.permissions.workspace_roles import ADMINISTER, INVITE_PEOPLE, may
from chat.queries.people import FoundUser
from chat.queries.sidebar import Part, SidebarRoom, add_people, rooms_of
from chat.queries.unread import Unread
from chat.queries.workspace import workspace_name
from chat.views.room_names import label_of, name_of
from chatsite.file_storage import MIB, PART


def shell(user: User, current: Room | None = None) -> dict[str, Any]:
    """The template context of every page with a sidebar. `start` becomes JSON in the page."""
    own = rooms_of(user, current.id if current else "")
    people = people_in(user, current, own)
    return {
        "own_rooms": [line for line in own if not line.room.is_direct],
        "own_conversations": [line for line in own if line.room.is_direct],
        "room": current,
        "room_name": name_of(current, people) if current else "",
        "room_label": label_of(current, people) if current else "",
        "people": people,
        "administers": may(Actor.of(user), ADMINISTER),
        "invites_people": may(Actor.of(user), INVITE_PEOPLE),
        "start": {
            "site": workspace_name(),
            "me": {"id": str(user.pk), "username": user.username, "name": user.shown_name},
            "rooms": [place(line) for line in own],
            "signIn": reverse("sign-in"),
            "uploads": {
                "address": reverse("uploads"),
                "part": PART,
                "largest": settings.WICK_FILE_MIB * MIB,
                "files": MOST_FILES,
            },
        },
    }


def people_in(user: User, current: Room | None, own: list[SidebarRoom]) -> list[FoundUser]:
    """Who else is in the direct conversation on show."""
    if current is None or not current.is_direct:
        return []
    line = next((line for line in own if line.room.id == current.id), None)
    if line is None:  # it is archived
        line = SidebarRoom(current, Part(""), 0, 0, Unread())
        add_people(Actor.of(user), [line])
    return line.people


def user_fields(person: FoundUser) -> dict[str, str]:
    """Somebody as the wire has them."""
    return {"id": str(person.id), "username": person.username, "name": person.shown_name}


def place(line: SidebarRoom) -> dict[str, Any]:
    """One of my rooms, as the page's scripts know it until they get its object."""
    room = line.room
    named: dict[str, Any] = {"slug": room.slug, "title": room.title, "topic": room.topic}
    if room.is_direct:
        named = {"people": [user_fields(person) for person in line.people]}
    return {
        "room": room.id,
        "kind": room.kind or Room.Kind.PUBLIC.value,
        **named,
        **line.part._asdict(),
        "drafts": [thread or None for thread in line.drafts],
        "at": line.at,
        "head": line.head,
        "read": line.read,
        "unread": line.unread.count,
        "for_me": line.unread.for_me,
    }
