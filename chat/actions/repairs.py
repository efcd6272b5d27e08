"""Restores rows that follow from the log, and drops rows of what no longer exists. For verify_log alone."""

from chat.actions import room_changes
from chat.archive.verify import MARKERS, LogProblem
from chat.models import Room


def repair(problem: LogProblem) -> bool:
    """Repairs it if that can be done without inventing anything. Blocks. Is it repaired?"""
    row, head = problem.row, problem.head
    if row is None:
        return False
    if isinstance(row, Room):
        room_changes.apply(row.pk)
    elif head is None:
        row.delete()
    else:
        field = MARKERS[type(row)]
        type(row)._default_manager.filter(pk=row.pk, **{f"{field}__gt": head}).update(**{field: head})
    return True
