"""Faults of ours that may be met again and again: each is logged once, with its traceback."""

import logging
import traceback

logger = logging.getLogger(__name__)


class Faults:
    def __init__(self) -> None:
        self._places: set[tuple[str, int]] = set()  # in the code: bounded by its lines

    def log(self, what: str, error: Exception) -> None:
        """`what` went wrong; nothing where a fault of this place was logged before."""
        *_, (frame, line) = traceback.walk_tb(error.__traceback__)
        place = (frame.f_code.co_filename, line)
        if place not in self._places:
            self._places.add(place)
            logger.error(what, exc_info=error)
