"""A worker with one more projection, which counts how often it was given each event, by room and seq.

`python -m tests.projections.counting_process NAME` runs `manage.py worker`, `… NAME COMMAND` another command
that knows the projection. It fails on messages that say `bad NAME`, until the database has a document in
`mended`.
"""

import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    import django

    django.setup()
    from django.core.management import execute_from_command_line

    from chat.projections.registry import Projection, Rebuild, StoredEvent, register
    from chat.storage import collections

    name, *command = sys.argv[1:]

    def handle(events: Sequence[StoredEvent]) -> None:
        seen: Any = collections.collection("test_seen")
        is_mended = collections.collection("mended").find_one({"_id": name})
        if not is_mended and any(e.document["text"] == f"bad {name}" for e in events):
            raise ValueError("a bad message")
        for event in events:
            key = {"_id": f"{name}/{event.room}/{event.seq}"}
            seen.update_one(key, {"$set": {"name": name, "room": event.room, "seq": event.seq}}, upsert=True)

    def begin() -> None:
        collections.collection("test_seen").delete_many({"name": name})

    register(Projection(name, handle, kinds=("message",), lookback=timedelta(days=1), rebuild=Rebuild(begin)))
    execute_from_command_line(["manage.py", *(command or ["worker"])])


if __name__ == "__main__":
    main()
