"""Telling everyone something."""

import uuid

from chat import notices
from chat.access import check_staff
from chat.actions import messages
from chat.actions.audit import record
from chat.errors import Code, Refused
from chat.models import User
from chat.person import Person
from chat.pool import in_thread
from chat.protocol import clean

LONGEST = 500  # code points


async def announce(user: User | Person, text: str) -> None:
    """Shows `text` to everyone who is connected, in whichever room they are."""
    person = Person.of(user)
    check_staff(person)
    text = clean(text, LONGEST)
    await in_thread(lambda: notices.append(notices.NEWS, text=text))
    await in_thread(record, person, "announce", None, None, None, text)


async def announce_in(user: User | Person, room_id: str, text: str) -> int:
    """Says `text` as a message in a room; returns its seq."""
    person = Person.of(user)
    check_staff(person)
    if not text.strip():
        raise Refused(Code.EMPTY, "There is nothing to announce.")
    return await messages.post(person, room_id, str(uuid.uuid4()), text)
