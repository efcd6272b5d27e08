"""What pages call a room: by its title or address, or a direct conversation by the people in it."""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext

from chat.models import Room
from chat.queries.people import FoundUser


def name_of(room: Room, people: Sequence[FoundUser]) -> str:
    """`people`: of a direct conversation, without the reader."""
    if not room.is_direct:
        return room.title or room.slug
    if not people:
        return gettext("Notes to yourself")
    if len(people) == 1:
        return people[0].shown_name
    return get_text_list([person.shown_name.split()[0] for person in people], gettext("and"))


def label_of(room: Room, people: Sequence[FoundUser]) -> str:
    """The same, as it stands in a sentence."""
    if not room.is_direct:
        return f"#{room.slug}"
    return name_of(room, people) if people else gettext("your notes")
