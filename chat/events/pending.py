"""An event on its way into a room's log."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from chat.actors.actor import Actor
from chat.events.base import ChangeLimit, NamedMessage, WireEvent
from chat.events.documents import Document, document_of, moment
from chat.protocol.errors import Refused

logger = logging.getLogger(__name__)

LONGEST_REASON = 250  # characters


class PendingEvent:
    """What somebody wants to add. Settled once: `seq` is set, or `refusal`; then `done(self)` is called.

    A second outcome is a fault of the caller, and raises; the first one stays. What goes wrong in
    `done` is logged, and does not reach the caller.
    """

    __slots__ = (
        "actor", "barred", "delayed", "done", "event", "holds_files", "limit", "mentions_everyone",
        "moderation", "moderator", "reason", "refusal", "room_limit", "seq", "slow", "unchanged",
    )  # fmt: skip

    def __init__(
        self,
        event: WireEvent,
        actor: Actor,
        *,
        done: Callable[["PendingEvent"], None],
        reason: str = "",
        barred: Refused | None = None,
        delayed: Refused | None = None,
    ) -> None:
        """`reason`: why, where this is moderation. `barred`: refuses it, whatever it is, unless it is in the
        log already; `delayed` does so where nothing else refuses it."""
        self.event, self.actor, self.done = event, actor, done
        self.reason, self.barred, self.delayed = reason, barred, delayed
        self.moderator = False  # does the actor moderate the room?
        self.limit: ChangeLimit | None = None  # how many events like it may name the message
        self.room_limit: ChangeLimit | None = None  # how many messages of the room may have what it leaves
        self.slow = 0  # seconds that have to lie between two messages of the actor in the room; 0 for none
        self.mentions_everyone = False  # may the actor mention everyone in the room?
        self.holds_files = False  # until they are free again, nobody hears that it was refused
        self.moderation: dict[str, str] | None = None  # stored and not sent: see chat.models.Event
        self.seq: int | None = None
        self.refusal: Refused | None = None
        self.unchanged = False

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def is_judged(self) -> bool:
        """Does it have to be judged before it is stored?"""
        return bool(self.barred or self.delayed) or self.slow > 0 or self.event.is_judged

    def judge(self, message: NamedMessage | None) -> Refused | int | None:
        """What keeps it out of the log: a refusal, or the seq that answers because it changes nothing; None
        where nothing does. `message`: the one that it names, as it is at the head, None where there is none.
        """
        self.moderation = None
        if self.barred is not None or not self.event.is_judged:
            return self.barred
        try:
            answer = self.event.check(message, self.moderator)
        except Refused as refusal:
            return refusal
        if answer is None and message is not None and self.event.is_moderation(message):
            whose = UUID(message.author.id).hex
            self.moderation = {"moderated": whose, "reason": self.reason[:LONGEST_REASON]}
        return answer

    @property
    def is_open(self) -> bool:
        """Has it no outcome yet?"""
        return self.seq is None and self.refusal is None

    @property
    def is_stored(self) -> bool:
        """Is it in the log?"""
        return self.seq is not None and not self.unchanged

    def settle(self, seq: int, *, unchanged: bool = False) -> None:
        self._expect_open()
        self.seq, self.unchanged = seq, unchanged
        self._report()

    def refuse(self, refusal: Refused) -> None:
        self._expect_open()
        self.refusal = refusal
        if not self.holds_files:
            self._report()

    def files_released(self) -> None:
        """What it was refused for is reported now."""
        self.holds_files = False
        self._report()

    def _expect_open(self) -> None:
        if not self.is_open:
            raise RuntimeError(f"the pending event {self.id} has its outcome already")

    def _report(self) -> None:
        try:
            self.done(self)
        except Exception:
            logger.exception("the outcome of the pending event %s could not be delivered", self.id)

    def document(self, seq: int, at: datetime) -> Document:
        """Places the event, and gives it as it is stored there. It still has to be made complete."""
        self.event.seq, self.event.at = seq, moment(at)
        document = document_of(self.event, self.actor.key, at)
        return document if self.moderation is None else document | self.moderation


def awaited() -> tuple[Callable[[PendingEvent], None], "asyncio.Future[int]"]:
    """A `done` for a pending event, and what it brings: the seq, or the Refused."""
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def done(pending: PendingEvent) -> None:
        if future.done():
            return
        if pending.refusal is not None:
            future.set_exception(pending.refusal)
        else:
            future.set_result(pending.seq or 0)

    return done, future
