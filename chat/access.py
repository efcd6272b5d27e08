"""May somebody enter a room? Look-up and permission in one step: what one may not see is not there."""

from chat import hub as hubs
from chat.errors import forbidden, not_found
from chat.live import LiveRoom
from chat.models import Ban, Room, User
from chat.person import Person
from chat.queries import RoomState


async def enter(person: Person, room_id: str) -> LiveRoom:
    """The live room, if this person has the right to it. Raises Refused."""
    room = await hubs.current().loader.room(room_id)
    check(person, room.state)
    return room


def check(person: Person, state: RoomState) -> None:
    """Everyone may see and use a public room, except who is banned from it. Raises Refused."""
    if person.id in state.banned and not person.trusted:
        raise forbidden("You are banned from this room.")


def may_moderate(person: Person, state: RoomState) -> bool:
    """Moderators and owners of the room, and the staff of the house."""
    return person.trusted or person.staff or person.id in state.moderators


def check_moderates(person: Person, state: RoomState) -> None:
    if not may_moderate(person, state):
        raise forbidden("Only a moderator may do this.")


def check_staff(person: Person) -> None:
    if not (person.trusted or person.staff):
        raise forbidden("Only the staff of the house may do this.")


def room_by_slug(user: User | Person, slug: str) -> Room:
    """The room at an address, for a page. Blocks. Raises Refused."""
    room = Room.objects.filter(slug=slug).first()
    if room is None:
        raise not_found()
    person = Person.of(user)
    if Ban.objects.filter(room=room.pk, user=person.uuid).exists():
        raise forbidden("You are banned from this room.")
    return room
