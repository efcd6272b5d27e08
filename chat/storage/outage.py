"""Something that this process needs is away: one line in the log when that begins, and one when it ends."""

import logging
from threading import Lock
from time import monotonic

QUIET = 5.0  # seconds without a failure after which an outage can be over


class Outage:
    """However many callers fail meanwhile, on whichever thread, and in whatever order failures and successes
    come."""

    def __init__(self, logger: logging.Logger, begins: str, ends: str) -> None:
        """`begins` has a %s for the reason."""
        self._logger, self._begins, self._ends = logger, begins, ends
        self._failed_at: float | None = None  # the newest failure of the present outage
        self._lock = Lock()

    @property
    def on(self) -> bool:
        return self._failed_at is not None

    def failed(self, reason: object, fault: BaseException | None = None) -> None:
        """One more failure, for this reason. `fault`: what nobody foresaw, whose traceback is logged."""
        with self._lock:
            begins, self._failed_at = self._failed_at is None, monotonic()
        if begins:
            said = str(reason).rstrip(".") or type(reason).__name__
            self._logger.warning(self._begins, said, exc_info=fault)

    def worked(self, quiet: float = QUIET) -> bool:
        """It worked once. Is that the end of an outage? Not while others have failed in the last seconds."""
        if self._failed_at is None:  # the usual way
            return False
        with self._lock:
            if self._failed_at is None or monotonic() - self._failed_at < quiet:
                return False
            self._failed_at = None
        self._logger.warning(self._ends)
        return True
