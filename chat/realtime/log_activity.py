"""Whether the log rests: nothing was written to it for so long that nothing can be missing (no I/O)."""

from time import monotonic

from chat.storage.log_writes import Count

# Seconds without a write. Each room was looked at twice since, and no transaction is open for so long.
RESTS_AFTER = 20.0


class LogActivity:
    def __init__(self) -> None:
        self._count: Count | None = None
        self._changed_at = monotonic()

    def see(self, count: Count | None) -> None:
        """The number of writes up to now; None where nobody knows it."""
        if count is None or count != self._count:
            self._count, self._changed_at = count, monotonic()

    @property
    def rests(self) -> bool:
        return monotonic() - self._changed_at >= RESTS_AFTER
