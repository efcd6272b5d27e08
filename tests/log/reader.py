"""A process that reads a room while others append: `python -m tests.log.reader ROOM JOURNAL`.

Whatever head it sees, it must be able to read everything up to it, in order and without gaps. It writes down
`seq id` of each event; when it could not read on, it ends with status 1 and says why.
"""

import contextlib
import signal
import sys
from pathlib import Path
from typing import Any, TextIO

from pymongo.errors import PyMongoError

from tests.polling import wait_until

PAGE = 1000
stopping = False


def stop(*_: Any) -> None:
    global stopping
    stopping = True


class Reader:
    """Has read the room up to `seen`."""

    def __init__(self, room: str, journal: TextIO) -> None:
        self.room, self.journal = room, journal
        self.seen = 0

    def advance(self) -> bool:
        """Reads up to the head; whether there was anything new."""
        before = self.seen
        with contextlib.suppress(PyMongoError):  # while no node answers
            self._read_to_head()
        return self.seen > before

    def _read_to_head(self) -> None:
        from chat.storage import event_log

        # A new primary may be behind for a moment. A sure read returns no less than anybody saw.
        if self.seen and self._sure_head() < self.seen:
            raise SystemExit(f"{self.seen} was there, and then it was not")
        head = event_log.head(self.room)
        while self.seen < head and (documents := event_log.after(self.room, self.seen, PAGE)):
            self._write(documents, head)

    def _sure_head(self) -> int:
        from chat.storage.log_heads import CurrentHeads

        return int(CurrentHeads().ahead_of({self.room: self.seen - 1}).get(self.room, 0))

    def _write(self, documents: list[dict[str, Any]], head: int) -> None:
        from chat.events.documents import id_of

        seqs = [document["seq"] for document in documents]
        if seqs != list(range(self.seen + 1, self.seen + 1 + len(seqs))):
            raise SystemExit(f"{head} was there, and after {self.seen} came {seqs[:10]}")
        self.journal.writelines(f"{document['seq']} {id_of(document)}\n" for document in documents)
        self.seen = seqs[-1]


def read(room: str, journal: Path) -> None:
    with journal.open("w", buffering=1) as written:
        reader = Reader(room, written)
        while not stopping:
            wait_until(lambda: stopping or reader.advance(), what="another event")


def main() -> None:
    import django

    django.setup()
    signal.signal(signal.SIGTERM, stop)
    room, journal = sys.argv[1:]
    read(room, Path(journal))


if __name__ == "__main__":
    main()
