"""Who acts, as actions and sockets know them: a snapshot of a user, without the database (no I/O)."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from chat.events import Author


class Person(Struct, frozen=True, gc=False, kw_only=True):
    """`id` is the UUID as on the wire, `key` as stored. `trusted`: a command or the admin acts,
    whose entrance has checked the right already, and whom no rate limits."""

    id: str
    key: str
    username: str
    name: str
    staff: bool = False
    trusted: bool = False

    @property
    def uuid(self) -> UUID:
        return UUID(self.id)

    @property
    def author(self) -> Author:
        return Author(self.id, self.username, self.name)

    @classmethod
    def of(cls, user: Any, *, trusted: bool = False) -> "Person":
        """The person behind a chat.models.User; a Person passes through."""
        if isinstance(user, cls):
            return user
        return cls(
            id=str(user.pk),
            key=user.pk.hex,
            username=user.username,
            name=user.shown_name,
            staff=user.is_staff,
            trusted=trusted,
        )
