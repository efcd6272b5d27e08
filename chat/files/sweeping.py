"""Goes on beside serving: looks for files that are not needed (chat.files.removal)."""

import threading

from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat.files import orphans, removal
from chat.storage.outage import Outage
from chatsite.mongo.errors import short

EVERY = 60.0  # seconds


def run(stop: threading.Event, database: Outage) -> None:
    """Blocks until `stop` is set."""
    while not stop.wait(EVERY):
        try:
            while removal.sweep() >= removal.MOST and not stop.is_set():
                continue
            removal.queue_stuck()
            orphans.queue_sweep()
            database.worked()
        except (PyMongoError, DatabaseError) as error:
            database.failed(short(error))
