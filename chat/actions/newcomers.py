"""What is done for somebody new: the rooms that everyone joins, and a first message that says what to do.

Nothing here keeps anybody from coming in: what does not work is in the log, and left out.
"""

import logging
import uuid

from django.utils.translation import gettext_lazy as _
from pymongo.errors import PyMongoError

from chat.actions import conversations, memberships, messages
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.models import User
from chat.protocol.errors import Refused
from chat.queries.workspace import stored_workspace
from chat.storage.executor import in_thread
from chatsite.languages import Text, filled

logger = logging.getLogger(__name__)

WELCOME = _(
    "Welcome to %(site)s, %(name)s. This is a conversation with yourself: nobody else can read it. "
    "Keep notes and links here."
)
FIND_ROOMS = _("**Rooms** in the list leads to all public rooms. Join those that interest you.")
OWN_ROOMS = _("The rooms that you were invited to are in the list.")
WRITE = _("**New message** starts a conversation with one person or a few.")
MENTION = _("Write `@` and a name to mention somebody, so that they notice your message.")
SETTINGS = _("Your name, the look of the pages and a second factor are under **Settings**.")


async def welcome(user: User) -> None:
    """Joins the default rooms, which guests do not, and writes the first message. Done again, it does
    nothing: the message has an id that follows from the person's."""
    actor = Actor.of(user, trusted=True)
    try:
        found = await in_thread(stored_workspace)
        if not actor.guest:
            await _join(actor, found.default_rooms)
        room = await conversations.open_conversation(actor, [])
        by = await in_thread(system_account)
        event_id = str(uuid.uuid5(user.pk, "welcome"))
        await messages.post(by, room.pk, event_id, _text(user, found.name))
    except (Refused, PyMongoError) as error:
        logger.warning("%s could not be welcomed: %s", user.username, error)


async def _join(actor: Actor, rooms: tuple[str, ...]) -> None:
    for room_id in rooms:
        try:
            await memberships.join(actor, room_id)
        except Refused as refusal:  # it was archived, deleted or made private since
            logger.info("a newcomer did not join %s: %s", room_id, refusal)


def _text(user: User, site: str) -> str:
    lines: list[Text] = [OWN_ROOMS if user.is_guest else FIND_ROOMS, WRITE, MENTION, SETTINGS]
    greeting = filled(WELCOME, site=site, name=user.shown_name)
    return "\n".join([f"{greeting}\n", *(f"- {line}" for line in lines)])
