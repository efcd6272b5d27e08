"""Somebody was added to a private room, was removed from it or left it, or has another role there.

No client sends one: they follow from memberships (chat.actions.member_changes). In a public room there are
none.
"""

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, Meta, UnsetType, convert

from chat.actors.author import Author
from chat.events.base import WireEvent

Role = Literal["member", "moderator", "owner"]


class MemberChange(WireEvent, kw_only=True):
    """`user` is a member in this `role` from here on; or, without `on`, no member any more, and had it."""

    kind: str = "member"
    user: Annotated[Author, Meta(description="Who was added or removed.")]
    on: bool
    role: Role
    before: Annotated[Role, Meta(description="The role until then, of a member.")] | UnsetType = UNSET

    label: ClassVar = _("change of a member")
    plural: ClassVar = _("Changes of members")
    icon: ClassVar = "people"
    stored: ClassVar = ("user", "on", "role", "before")

    @property
    def is_judged(self) -> bool:
        return False

    @property
    def removed(self) -> str | None:
        return None if self.on else self.user.id

    def complete(self) -> None:
        user: Any = self.user
        if isinstance(user, dict):  # as it is stored
            self.user = convert(user, Author)

    def lines(self) -> list[str]:
        return [self._sentence() % {"name": self.author.name, "user": self.user.name}]

    def summary(self) -> str:
        return " ".join(self.lines())

    def _sentence(self) -> str:
        if not self.on:
            is_own = self.user.id == self.author.id
            return gettext("%(name)s left.") if is_own else gettext("%(name)s removed %(user)s.")
        if self.role == "owner":
            return gettext("%(name)s made %(user)s an owner.")
        if self.role == "moderator":
            return gettext("%(name)s made %(user)s a moderator.")
        if self.before is UNSET:
            return gettext("%(name)s added %(user)s.")
        return gettext("%(name)s made %(user)s an ordinary member.")
