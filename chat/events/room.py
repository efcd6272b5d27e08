"""A change of the room itself: another title, topic, kind or policy, or it was archived or opened again.

No client sends one: they are made by what people do to a room (chat.actions.room_changes).
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, Meta, UnsetType, convert

from chat.events.base import WireEvent
from chat.protocol.policy import Policy
from chat.text.durations import duration

RoomKind = Literal["public", "private"]


class RoomChange(WireEvent, kw_only=True):
    """Has those of its fields that changed. The room's own kind is `room_kind`: `kind` is the event's."""

    kind: str = "room"
    title: Annotated[str, Meta(description="Empty: the address is shown.")] | UnsetType = UNSET
    topic: str | UnsetType = UNSET
    room_kind: Annotated[RoomKind, Meta(description="Whether everyone may see the room.")] | UnsetType = UNSET
    archived: Annotated[bool, Meta(description="It can be read, but not changed.")] | UnsetType = UNSET
    policy: Policy | UnsetType = UNSET

    label: ClassVar = _("change of the room")
    plural: ClassVar = _("Changes of rooms")
    changes_room: ClassVar = True
    icon: ClassVar = "sliders"
    stored: ClassVar = ("title", "topic", "room_kind", "archived", "policy")

    @property
    def is_judged(self) -> bool:
        return False

    def complete(self) -> None:
        if isinstance(self.policy, dict):  # as it is stored
            self.policy = convert(self.policy, Policy)

    def lines(self) -> list[str]:
        values = {"name": self.author.name, "title": self.title, "topic": self.topic}
        return [sentence % values for sentence in self._sentences()]

    def _sentences(self) -> Iterator[str]:
        if self.title is not UNSET:
            renamed = gettext("%(name)s changed the title to “%(title)s”.")
            yield renamed if self.title else gettext("%(name)s removed the title.")
        if self.topic is not UNSET:
            changed = gettext("%(name)s changed the topic to “%(topic)s”.")
            yield changed if self.topic else gettext("%(name)s removed the topic.")
        if self.room_kind is not UNSET:
            private, public = (
                gettext("%(name)s made the room private."),
                gettext("%(name)s made the room public."),
            )
            yield private if self.room_kind == "private" else public
        if self.archived is not UNSET:
            archived, opened = (
                gettext("%(name)s archived the room."),
                gettext("%(name)s unarchived the room."),
            )
            yield archived if self.archived else opened
        if isinstance(self.policy, Policy):
            yield gettext("%(name)s changed the rules of the room.")
            yield from _of_policy(self.policy)

    def summary(self) -> str:
        return " ".join(self.lines())


def _of_policy(policy: Policy) -> Iterator[str]:
    """What everyone who writes has to know of it."""
    if policy.post == "moderators":
        yield gettext("Only moderators can post.")
    elif policy.slow:
        yield gettext("Slow mode: one message every %(time)s.") % {"time": duration(policy.slow)}
    else:
        yield gettext("Everyone can post.")
