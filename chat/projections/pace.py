"""How fast a projection that is behind catches up: as fast as it can, unless the process serves people
meanwhile, who come first."""

import threading
from collections.abc import Callable
from time import clock_gettime, monotonic, pthread_getcpuclockid

BUSY = 0.4  # of a core: a main thread that uses more serves many; one of a worker uses nothing
RESTS = 4.0  # how long a reader then rests, as a multiple of what its batch took


def serving_time() -> float:
    """The seconds of CPU that the main thread has used: the event loop of an instance runs there."""
    return clock_gettime(pthread_getcpuclockid(threading.main_thread().ident or 0))


class Pace:
    """`served` and `now` are clocks, in seconds."""

    def __init__(
        self, served: Callable[[], float] = serving_time, now: Callable[[], float] = monotonic
    ) -> None:
        self._served, self._now = served, now
        self.begin()

    def begin(self) -> None:
        """A batch is taken and handled from now on."""
        self._began_at, self._served_before = self._now(), self._served()

    def rest(self) -> float:
        """The seconds to wait after it."""
        took = self._now() - self._began_at
        return RESTS * took if self._served() - self._served_before > BUSY * took else 0.0
