"""A process that reads a room while others append: `python -m tests.log.reader ROOM JOURNAL`.

Whatever head it sees, it must be able to read everything up to it, in order and without gaps. It writes down
`seq id` of each event; when it could not read on, it ends with status 1 and says why.
"""

import signal
import sys
import time
from pathlib import Path
from typing import Any

from pymongo.errors import PyMongoError

PAGE = 1000
stopping = False


def stop(*_: Any) -> None:
    global stopping
    stopping = True


def read(room: str, journal: Path) -> None:
    from chat import log

    seen, sure = 0, log.SureHeads()
    with journal.open("w") as written:
        while not stopping:
            try:
                # A new primary may be behind for a moment. Who asks surely is not told less than anybody saw.
                if seen and sure.moved({room: seen - 1}).get(room, 0) < seen:
                    raise SystemExit(f"{seen} was there, and then it was not")
                head = log.head(room)
                while seen < head and (documents := log.after(room, seen, PAGE)):
                    seqs = [document["seq"] for document in documents]
                    if seqs != list(range(seen + 1, seen + 1 + len(seqs))):
                        raise SystemExit(f"{head} was there, and after {seen} came {seqs[:10]}")
                    written.writelines(f"{document['seq']} {document['_id']}\n" for document in documents)
                    seen = seqs[-1]
                time.sleep(0.005)
            except PyMongoError:
                time.sleep(0.1)  # nobody to ask for the moment


def main() -> None:
    import django

    django.setup()
    signal.signal(signal.SIGTERM, stop)
    room, journal = sys.argv[1:]
    read(room, Path(journal))


if __name__ == "__main__":
    main()
