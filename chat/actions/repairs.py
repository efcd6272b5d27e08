"""Making again what can be made from the log, and dropping what hangs on nothing. Only verify_log calls it."""

from chat import log
from chat.models import Marker
from chat.verify import Problem


def mend(problem: Problem) -> bool:
    """Mends it if that can be done without inventing anything. Blocks. Is it mended?

    A marker beyond the head is cut to it; a row of a person or a room that is not there goes.
    """
    row = problem.row
    if row is None:
        return False
    if isinstance(row, Marker) and (head := log.head(row.room_id)):
        Marker.objects.filter(pk=row.pk, seq__gt=head).update(seq=head)
    else:
        row.delete()
    return True
