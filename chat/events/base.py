"""An event of a room's log as the wire shows it, and what each kind of event says of itself (no I/O)."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple, Protocol, Self

import msgspec
from msgspec import UNSET, Struct, UnsetType

from chat.actors.author import Author
from chat.events.files import AttachedFile
from chat.protocol.client_frames import Frame
from chat.protocol.fields import EventId, RoomName
from chat.protocol.policy import Restricted
from chatsite.languages import Text

encode: Callable[[Any], bytes] = msgspec.json.Encoder().encode


class NamedMessage(Protocol):
    """The message that an event names, as it is at the head of the log (chat.events.message.Message)."""

    author: Author
    rev: int  # the seq of the newest event that is applied to it
    reactions: dict[str, list[str]] | UnsetType

    @property
    def is_deleted(self) -> bool: ...


class ChangeLimit(NamedTuple):
    """How many there may be (events of a kind that name one message, or messages of a room), and why one more
    is refused, with %(most)d for that."""

    most: int
    text: Text


RequestType = type["EventRequest"]


class WireEvent(Struct, kw_only=True, gc=False):
    """One event of a room's log. A field that is UNSET is left out on the wire.

    A kind of event is a class below this one, in a module of its own: its fields, and, by the class variables
    and methods that follow here, how it is stored, judged and sent. chat.events.kinds registers it.
    """

    type: str = "event"
    room: str
    seq: int = 0  # until it has its place
    kind: str
    id: str
    author: Author
    at: str = ""

    # What the admin calls one, and several.
    label: ClassVar[Text] = ""
    plural: ClassVar[Text] = ""
    # The fields beside those above that are stored, exported and verified. The others follow from them.
    stored: ClassVar[tuple[str, ...]] = ()
    # Which of them holds the seq of a message.
    names: ClassVar[str | None] = None
    # What a client sends to make one; None where clients cannot.
    request: ClassVar[RequestType | None] = None
    # Whether its author becomes a member of the room.
    joins: ClassVar[bool] = False
    # The field of the room's policy that says who may make it; None where everyone may.
    allowed_by: ClassVar[Restricted | None] = None
    # Whether slow mode holds for it.
    is_post: ClassVar[bool] = False
    # Whether the row of the room follows from it (chat.actions.room_changes).
    changes_room: ClassVar[bool] = False
    # The icon of the line that the timeline has for it (`lines`); empty where it has none.
    icon: ClassVar[str] = ""

    def copy(self, **changes: Any) -> Self:
        return msgspec.structs.replace(self, **changes)

    @property
    def named(self) -> int | None:
        """The seq of the message that it names."""
        return None if self.names is None else getattr(self, self.names)

    @property
    def changed(self) -> int | None:
        """The seq of the message that it changes, as far as is known here."""
        return None

    @property
    def root(self) -> int | None:
        """The seq of the first message of the thread in which it changes how many replies stand."""
        return None

    @property
    def touched(self) -> tuple[int, ...]:
        """The messages that a fold has it change."""
        return ()

    @property
    def removed(self) -> str | None:
        """The id of the user who does not belong to the room from here on, and does not get this event."""
        return None

    def prepare(self, longest: int) -> None:
        """Cleans what its author wrote, `longest` code points at most. Raises Refused."""

    def cost(self) -> float:
        """What it takes of its author's rate of posts."""
        return 1.0

    @property
    def is_judged(self) -> bool:
        """Does `check` have to be asked?"""
        return True

    def check(self, message: NamedMessage | None, moderator: bool) -> int | None:
        """May its author make it? `message`: the one that it names, None where there is none; `moderator`:
        whether its author moderates the room.

        Raises Refused, or returns the seq that answers where it would change nothing.
        """
        return None

    def is_moderation(self, message: NamedMessage) -> bool:
        """Does the audit log keep who made it?"""
        return False

    def limit(self, settings: Any) -> ChangeLimit | None:
        """How many events like it may name one message; None for as many as one likes."""
        return None

    def room_limit(self, settings: Any) -> ChangeLimit | None:
        """How many messages of a room may have what it leaves, where its `on` says that one more has it
        (chat.queries.changes.in_effect); None for as many as one likes."""
        return None

    @property
    def naming(self) -> str:
        """The text whose names are to be looked up, since they may mention somebody; empty for none."""
        return ""

    def mention(self, people: Mapping[str, str]) -> None:
        """Says whom it mentions: ids by the names that stand in it."""

    @property
    def claims(self) -> list[str]:
        """The files (ids) that its author wants in it; none has another message."""
        return []

    def attach(self, files: list[AttachedFile]) -> None:
        """Says what these files are."""

    def complete(self) -> None:
        """Sets the fields that are not stored. Called again when the event has another place: what does not
        depend on it is kept."""

    def lines(self) -> list[str]:
        """What the timeline says of it, in sentences. static/js/log/kinds/ says the same."""
        return []

    def summary(self) -> str:
        """What it is, as a line in a list of events."""
        return self.kind


class UnknownEvent(WireEvent, kw_only=True):
    """An event of a kind that a newer version brought: passed on with what every event has."""

    target: int | UnsetType = UNSET

    @property
    def changed(self) -> int | None:
        return None if self.target is UNSET else self.target


class EventRequest(Frame):
    """What a client sends to make an event."""

    id: EventId
    room: RoomName

    def event(self, author: Author) -> WireEvent:
        raise NotImplementedError
