"""Takes the leases that are free, and reads for the projections that this process holds. Blocks."""

import threading
import uuid

from django.conf import settings

from chat.projections import leases
from chat.projections.leases import Lease
from chat.projections.reader import Reader
from chat.projections.registry import registered
from chat.projections.shared_stream import SharedStream
from chat.storage.outage import Outage
from chatsite.mongo.errors import is_of_database, short

EVERY = 2.0  # seconds between two looks at the leases


def run(stop: threading.Event, database: Outage) -> None:
    """Until `stop` is set."""
    Runner(database).run(stop)


class Runner:
    def __init__(self, database: Outage) -> None:
        self.holder = f"{settings.INSTANCE}/{uuid.uuid4().hex[:8]}"
        self._database = database
        self._projections = registered()
        self._shared = SharedStream(self._projections.values())
        self._readers: dict[str, Reader] = {}  # by projection

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._turn()
            except Exception as error:
                if not is_of_database(error):
                    raise
                self._database.failed(short(error))
            stop.wait(EVERY)
        for reader in self._readers.values():
            reader.stop()
        if self._readers:
            leases.release(self.holder)

    def _turn(self) -> None:
        if self._readers:
            leases.renew(self.holder)
            self._drop_lost(leases.held_by(self.holder))
        for name in leases.free(self._projections.keys() - self._readers.keys()):
            if lease := leases.take(name, self.holder):
                projection = self._projections[name]
                self._readers[name] = Reader(projection, lease, self._database, self._shared)

    def _drop_lost(self, held: list[Lease]) -> None:
        for name, reader in list(self._readers.items()):
            if reader.lease not in held or not reader.is_reading:
                reader.stop()
                del self._readers[name]
