"""Content that belongs to no file, looked for once a day: left by processes that ended. Blocks."""

import logging
import re
from datetime import UTC, datetime, timedelta

from django.core.files.storage import Storage, storages

from chat.files import contents
from chat.files.stored import files
from chat.jobs import queue
from chat.jobs.kinds import Run
from chat.jobs.queue import NewJob
from chatsite.mongo.gridfs import GridFSStorage

logger = logging.getLogger(__name__)

JOB = "sweep_files"
UNDER_WAY = timedelta(days=2)  # what is younger may still be written
MOST = 5000  # folders of one look
KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


def queue_sweep() -> None:
    """At most one job a day, however many instances ask."""
    queue.add([NewJob(JOB, f"{JOB}/{datetime.now(UTC).date()}")])


def handle(run: Run) -> None:
    swept = sum(_chunks(storages[alias]) for alias in ("default", "files"))
    folders = _folders()
    if swept or folders:
        logger.info("deleted the content of %d files that were not there any more", swept + folders)


def _chunks(storage: Storage) -> int:
    is_gridfs = isinstance(storage, GridFSStorage)
    return storage.sweep(datetime.now(UTC) - UNDER_WAY) if is_gridfs else 0  # type: ignore[attr-defined]


def _folders() -> int:
    """The folders of files that have no row."""
    storage = contents.storage()
    try:
        folders = [name for name in storage.listdir(contents.FOLDER)[0] if KEY.fullmatch(name)]
    except FileNotFoundError:  # nothing was ever kept
        return 0
    gone = 0
    for start in range(0, len(folders), MOST):
        some = folders[start : start + MOST]
        known = {row["_id"] for row in files().find({"_id": {"$in": some}}, {"_id": 1})}
        for key in set(some) - known:
            gone += _delete_folder(storage, key)
    return gone


def _delete_folder(storage: Storage, key: str) -> int:
    """A row is stored before its content, so a folder without one is not needed any more."""
    folder = f"{contents.FOLDER}/{key}"
    contents.delete(f"{folder}/{name}" for name in storage.listdir(folder)[1])
    contents.delete_folder(key)
    return 1
