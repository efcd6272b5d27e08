"""What happens to a file that has come in whole: it is scanned, its type found, an image made anew from its
pixels. Then it can be used, or is refused. Blocks; a job, so that it is done whatever process ends."""

import io
import logging
import tempfile
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext_noop

from chat.files import contents, scanning
from chat.files.content_types import PICTURES, type_of
from chat.files.stored import Row, State, files
from chat.jobs import queue
from chat.jobs.kinds import Run
from chat.jobs.queue import NewJob
from chatsite import pictures

logger = logging.getLogger(__name__)

JOB = "check_file"
ATTEMPTS = 4  # to check one file

HARMFUL = gettext_noop("The scanner of this site does not let this file pass.")
DAMAGED = gettext_noop("This image is damaged or of a kind that cannot be shown.")
TOO_MANY_PIXELS = gettext_noop("This image has too many pixels, or too many frames.")
NOT_CHECKED = gettext_noop("This file could not be checked. Try again later.")


class FileNotTaken(Exception):
    """Why, as a text of the catalog."""


class Checked(NamedTuple):
    """`thumb`: a small picture of an image, None for other files."""

    type: str
    content: BinaryIO
    size: int
    width: int | None = None
    height: int | None = None
    thumb: bytes | None = None


def queue_check(key: str) -> None:
    queue.add([NewJob(JOB, f"{JOB}/{key}", {"file": key})])


def handle(run: Run) -> None:
    for task in run.tasks:
        check(task.data["file"])


def check(key: str) -> None:
    """Checks a file that is waiting for it. Raises what stopped the check; the last time, it is refused."""
    row = files().find_one_and_update({"_id": key, "state": State.CHECKING.value}, {"$inc": {"attempts": 1}})
    if row is None:
        return
    try:
        with tempfile.NamedTemporaryFile(prefix="wick-file-") as whole:
            contents.join(row["parts"], whole)  # type: ignore[arg-type]
            whole.flush()
            whole.seek(0)
            _keep(row, _checked(row, whole, whole.name))  # type: ignore[arg-type]
    except FileNotTaken as no:
        _refuse(row, str(no))
    except pictures.Busy:
        files().update_one({"_id": key}, {"$inc": {"attempts": -1}})
        raise
    except Exception as error:
        if row["attempts"] + 1 < ATTEMPTS:
            raise
        logger.warning("a file could not be checked, and is refused: %s", error)
        _refuse(row, NOT_CHECKED)


def _checked(row: Row, file: BinaryIO, path: str) -> Checked:
    if scanning.is_harmful(path):
        raise FileNotTaken(HARMFUL)
    kind = type_of(file, row["declared"])
    if kind not in PICTURES:
        return Checked(kind, file, row["length"])
    try:
        image = pictures.image(file)
    except pictures.NotAPicture:
        raise FileNotTaken(DAMAGED) from None
    except pictures.TooManyPixels:
        raise FileNotTaken(TOO_MANY_PIXELS) from None
    content = io.BytesIO(image.content)
    return Checked(image.type, content, len(image.content), image.width, image.height, image.thumb)


def _keep(row: Row, checked: Checked) -> None:
    """Stores what came of it, and lets it be used, unless it was given up meanwhile."""
    key = row["_id"]
    checked.content.seek(0)
    contents.store(key, contents.ORIGINAL, checked.content)
    if checked.thumb is not None:
        contents.store(key, contents.THUMB, io.BytesIO(checked.thumb))
    fields = {
        **{"state": State.READY.value, "type": checked.type, "size": checked.size, "parts": []},
        **{"width": checked.width, "height": checked.height, "thumb": checked.thumb is not None},
    }
    _settle(row, fields)


def _refuse(row: Row, detail: str) -> None:
    _settle(row, {"state": State.REFUSED.value, "detail": detail, "parts": [], "size": 0})


def _settle(row: Row, fields: Row) -> None:
    """The parts are needed no longer. Where the file was given up, neither is what came of it."""
    waiting = {"_id": row["_id"], "state": State.CHECKING.value}
    if files().update_one(waiting, {"$set": fields}).matched_count:
        contents.delete(row["parts"])
    elif files().find_one({"_id": row["_id"]}, {"_id": 1}) is None:
        contents.delete_all(row["_id"], row["parts"])
