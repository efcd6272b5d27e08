"""Outcomes of pending events that are not stored now: refused, without effect, or in the log already."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from chat.events.pending import PendingEvent
from chat.protocol.errors import Code, Refused
from chat.storage import event_log
from chat.storage.event_log import Document
from chat.storage.executor import in_log_thread


async def stored_before(room: str, batch: Iterable[PendingEvent]) -> dict[str, Document]:
    """By id, the events of the log that have the ids of these. Raises the database's errors.

    Read with read concern majority: what is found is durable, and may be the answer.
    """
    return await in_log_thread(event_log.by_id, room, [pending.id for pending in batch])


def answer_repeat(pending: PendingEvent, room: str, first: Document) -> None:
    """The id made an event before: the same answer, or `conflict` when that was something else."""
    made = (first["room"], first["author"], first["kind"])
    if made == (room, pending.actor.key, pending.event.kind):
        pending.settle(first["seq"])
    else:
        pending.refuse(Refused(Code.CONFLICT, _("This id was used for something else.")))


def answer(pending: PendingEvent, verdict: Refused | int) -> None:
    """A refusal, or the seq that answers where nothing changes."""
    if isinstance(verdict, Refused):
        pending.refuse(verdict)
    else:
        pending.settle(verdict, unchanged=True)


def refuse_open(batch: Iterable[PendingEvent], refusal: Refused) -> None:
    """Refuses those that have no outcome yet."""
    for pending in batch:
        if pending.is_open:
            pending.refuse(refusal)
