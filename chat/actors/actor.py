"""Who acts, as actions and sockets know them: a snapshot of a user, without the database (no I/O)."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from chat.actors.author import Author


class Actor(Struct, frozen=True, gc=False, kw_only=True):
    """`id` is the UUID as on the wire, `key` as stored. `staff`: a moderator or an administrator of the
    workspace, and `administrator` says which; `guest`: sees only the rooms that they belong to. `trusted`:
    a command or the admin acts, whose entrance has checked the right already, and whom no rate limits."""

    id: str
    key: str
    username: str
    name: str
    administrator: bool = False
    staff: bool = False
    guest: bool = False
    trusted: bool = False

    @property
    def uuid(self) -> UUID:
        return UUID(self.id)

    @property
    def author(self) -> Author:
        return Author(self.id, self.username, self.name)

    @property
    def role(self) -> str:
        """In the workspace, as chat.models.User.Role has it."""
        if self.administrator:
            return "administrator"
        if self.staff:
            return "moderator"
        return "guest" if self.guest else "member"

    @classmethod
    def of(cls, user: Any, *, trusted: bool = False) -> "Actor":
        """The person behind a chat.models.User; a Person passes through."""
        if isinstance(user, cls):
            return user
        return cls(
            id=str(user.pk),
            key=user.pk.hex,
            username=user.username,
            name=user.shown_name,
            administrator=user.role == "administrator",
            staff=user.role in ("administrator", "moderator"),
            guest=user.role == "guest",
            trusted=trusted,
        )
