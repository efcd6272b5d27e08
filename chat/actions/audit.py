"""The audit log: who moderated what, when and why."""

from chat.models import AuditEntry
from chat.person import Person


def record(
    by: Person,
    action: str,
    room: str | None = None,
    person: str | None = None,
    seq: int | None = None,
    reason: str = "",
) -> None:
    """Adds one entry. Blocks. `person`: the id of whom it was done to."""
    AuditEntry.objects.create(
        by_id=by.id,
        by_name=by.name,
        action=action,
        room_id=room,
        person_id=person,
        seq=seq,
        reason=reason[:250],
    )
