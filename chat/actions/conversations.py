"""Direct conversations: a fixed set of people, oneself among them, who talk where nobody else can see it."""

import secrets
from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import Membership, Room, User
from chat.models.room import DIRECT_ID, MOST_PEOPLE
from chat.permissions import limits
from chat.permissions.people import check_writes_to
from chat.protocol.errors import Code, Refused, no_user
from chat.queries.conversations import conversation_of, people_key
from chat.realtime.heartbeat import expect_kinds_known
from chat.storage import collections, notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together
from chatsite.languages import filled


async def open_conversation(user: User | Actor, people: Collection[str]) -> Room:
    """The conversation of this user and these people (ids), which is created where there is none.

    The same people have one conversation, however often it is opened. Nobody is ever added to it.
    """
    actor = Actor.of(user)
    keys = {actor.key, *(UUID(id).hex for id in people)}
    if len(keys) > MOST_PEOPLE:
        text = _("A conversation has %(most)d people at most.")
        raise Refused(Code.TOO_LONG, filled(text, most=MOST_PEOPLE))
    if (found := await in_thread(conversation_of, keys)) is not None:
        return found
    await in_thread(limits.NEW_CONVERSATIONS.take_for, actor)
    return await in_thread(lambda: together(lambda: _open(actor, keys)))


def _open(actor: Actor, keys: set[str]) -> Room:
    if (found := conversation_of(keys)) is not None:
        return found
    expect_kinds_known()
    others = list(User.objects.filter(pk__in=[UUID(key) for key in keys - {actor.key}]))
    if len(others) != len(keys) - 1:
        raise no_user()
    for other in others:
        check_writes_to(actor, other)
    id = DIRECT_ID + secrets.token_hex(16)
    room = Room(id=id, slug=id, kind=Room.Kind.DIRECT, people=people_key(keys))
    room.member_count = len(keys)
    try:
        room.save(force_insert=True)
    except IntegrityError:
        found = None if collections.session() is not None else conversation_of(keys)
        if found is None:
            raise  # the transaction begins again, and finds the other one
        return found
    Membership.objects.bulk_create(Membership(room=room, user_id=UUID(key)) for key in sorted(keys))
    notice_log.append(notice_log.MEMBERS, room=id, users=[str(UUID(key)) for key in sorted(keys)])
    return room
