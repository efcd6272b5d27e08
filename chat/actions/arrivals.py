"""The people of an imported room, and what they are in it. Blocks."""

import uuid
from typing import Any

from django.db import connection
from msgspec import structs
from pymongo import UpdateOne

from chat.models import Ban, Marker, Membership, Room, User
from chat.transfer import BanLine, MarkerLine, MemberLine, PersonLine

BATCH = 500  # rows of one write
KINDS = ((MemberLine, Membership), (BanLine, Ban), (MarkerLine, Marker))

Row = BanLine | MarkerLine | MemberLine


class Arrivals:
    """Takes the lines of a file that are no events. `made`: how many accounts were new."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.made = 0
        self._known: set[uuid.UUID] = set()  # who is there
        self._rows: list[Row] = []

    def person(self, line: PersonLine) -> None:
        """Sees that there is somebody with this id. A new account cannot sign in until an administrator
        opens it; where its name is taken, it gets one like it."""
        if line.id in self._known:
            return
        self._known.add(line.id)
        if User.objects.filter(pk=line.id).exists():
            return
        username = line.username
        if User.objects.filter(folded=username.casefold()).exists():
            username = f"{username[:27]}-{line.id.hex[:4]}"
        user = User(id=line.id, username=username, name=line.name, is_active=False)
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
        return UpdateOne(place, {"$setOnInsert": {"_id": uuid.uuid4().hex, **fields}}, upsert=True)


def _stored(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.value if isinstance(value, Membership.Role) else value
