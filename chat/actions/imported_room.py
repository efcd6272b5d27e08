"""The room that a file is imported into. Blocks."""

import re
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from chat.actions.rooms import check_address_unused, unused_id
from chat.archive.transfer import BadLine, RoomLine
from chat.models import Room
from chat.models.room import DIRECT_ID, MOST_PEOPLE, new_epoch
from chat.protocol.errors import Code, Refused
from chat.queries.conversations import people_key
from chat.realtime.heartbeat import expect_kinds_known

UNDER_WAY = "importing-"  # how the epoch of a room begins that is coming in
ID = re.compile(rf"{DIRECT_ID}[0-9a-f]{{32}}")
PEOPLE = re.compile(rf"[0-9a-f]{{32}}(,[0-9a-f]{{32}}){{0,{MOST_PEOPLE - 1}}}")


def room_for(header: RoomLine, slug: str) -> Room:
    """The room at this address, made where there is none; of the file's kind from the beginning."""
    if header.kind == Room.Kind.DIRECT:
        _check_direct(header, slug)
    if header.kind != Room.Kind.PUBLIC:
        expect_kinds_known()
    if (room := Room.objects.filter(slug=slug).first()) is not None:
        return room
    check_address_unused(slug)
    room = Room(id=unused_id(slug), slug=slug, title=header.title, topic=header.topic, kind=header.kind)
    room.epoch, room.archived_at = UNDER_WAY + new_epoch(), datetime.now(UTC)
    room.people = header.people if header.kind == Room.Kind.DIRECT else None
    _check(room, header)
    try:
        room.save(force_insert=True)
    except IntegrityError:
        raise Refused(Code.CONFLICT, "These people have another conversation already.") from None
    return room


def _check(room: Room, header: RoomLine) -> None:
    """Raises BadLine, or Refused where it is not the file that is wrong."""
    try:
        room.clean_fields(exclude=["slug"] if room.is_direct else None)
    except ValidationError as error:
        if room.slug != header.slug:
            raise Refused(Code.BAD_FRAME, f"--slug {room.slug}: {' '.join(error.messages)}") from None
        raise BadLine(1, " ".join(error.messages).rstrip(".")) from None


def _check_direct(header: RoomLine, slug: str) -> None:
    """A conversation comes in under its own id: nobody else may find it by another one."""
    if slug != header.slug:
        raise Refused(Code.BAD_FRAME, "A direct conversation keeps its address: leave --slug out.")
    people = header.people or ""
    if not ID.fullmatch(slug) or not PEOPLE.fullmatch(people) or people != people_key(people.split(",")):
        raise BadLine(1, "this is no direct conversation: its slug or its people are not of the right form")
