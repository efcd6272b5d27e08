"""Shows that a read marker which another process published was lost (no I/O)."""


class MarkerNumbers:
    """By process: how many it has published, as far as is known. Bounded by the processes that are alive."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def received(self, process: str) -> None:
        """One more has arrived."""
        if process in self._numbers:
            self._numbers[process] += 1

    def is_missing(self, process: str, number: int | None) -> bool:
        """A process says how many it has published; None: an older version does not, or not by this way."""
        if number is None:
            return False
        known = self._numbers.get(process, number)
        self._numbers[process] = number
        return known != number

    def ended(self, process: str) -> None:
        self._numbers.pop(process, None)
