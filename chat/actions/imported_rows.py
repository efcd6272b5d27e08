"""The people of an imported room, and what they are in it. Blocks."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import TextChoices
from msgspec import structs
from pymongo import UpdateOne

from chat.actions.naming import display_name
from chat.archive.transfer import BanLine, FollowedLine, MarkerLine, MemberLine, UserLine
from chat.models import Ban, FollowedThread, Marker, Membership, Room, User
from chat.protocol.errors import Refused

BATCH = 500  # rows of one write
KINDS = ((MemberLine, Membership), (BanLine, Ban), (MarkerLine, Marker), (FollowedLine, FollowedThread))

Row = BanLine | FollowedLine | MarkerLine | MemberLine


class ImportedRows:
    """Takes the lines of a file that are no events. `made`: how many accounts were new."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.made = 0
        self._known: set[uuid.UUID] = set()  # who is there
        self._rows: list[Row] = []

    def user(self, line: UserLine) -> None:
        """Sees that there is somebody with this id. A new account cannot sign in until an administrator
        opens it; where its user name is taken, it gets one like it; where it can be none, one of its id."""
        if line.id in self._known:
            return
        self._known.add(line.id)
        if User.objects.filter(pk=line.id).exists():
            return
        username = _username(line)
        if User.objects.filter(folded=username.casefold()).exists():
            username = f"{username[:27]}-{line.id.hex[:4]}"
        user = User(id=line.id, username=username, name=_name(line.name), is_active=False)
        user.set_unusable_password()
        user.save(force_insert=True)
        self.made += 1

    def row(self, row: Row) -> None:
        """Stored with the next flush."""
        self._rows.append(row)
        if len(self._rows) == BATCH:
            self.flush()

    def flush(self) -> None:
        for kind, model in KINDS:
            rows = [self._upsert(row) for row in self._rows if isinstance(row, kind)]
            if rows:
                connection.get_collection(model._meta.db_table).bulk_write(rows)  # type: ignore[attr-defined]
        self._rows.clear()

    def _upsert(self, row: Row) -> UpdateOne:
        """Adds the row where there is none for this person; with its own dates."""
        fields = {name: _stored(value) for name, value in structs.asdict(row).items()}
        place = {"room": self.room.pk, "user": fields.pop("user")}
        if isinstance(row, FollowedLine):
            place["thread"] = fields.pop("thread")
        return UpdateOne(place, {"$setOnInsert": {"_id": uuid.uuid4().hex, **fields}}, upsert=True)


def _username(line: UserLine) -> str:
    try:
        return str(User._meta.get_field("username").clean(line.username, None))
    except ValidationError:
        return f"imported-{line.id.hex[:12]}"


def _name(name: str) -> str:
    """Their name, or none (so that the user name is shown) where it could not be taken here."""
    try:
        return display_name(name, None)
    except Refused:
        return ""


def _stored(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.value if isinstance(value, TextChoices) else value
