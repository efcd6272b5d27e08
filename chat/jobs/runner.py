"""Runs jobs, in threads of its own: beside an instance, or in a process apart."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat.jobs import queue
from chat.jobs.kinds import Postponed
from chat.jobs.queue import Claim, JobsTaken
from chat.storage.outage import Outage
from chatsite.mongo.errors import short

logger = logging.getLogger(__name__)

THREADS = 4  # jobs that one process runs at the same time
IDLE = 1.0  # seconds between two looks for jobs that are due
RECOVERY = 15.0  # seconds between two looks for jobs whose process has ended


def run_jobs(stop: threading.Event, database: Outage) -> None:
    """Runs what is due until `stop` is set, and what it has begun to its end. Blocks. `database`: hears
    whether MongoDB answers."""
    places = threading.Semaphore(THREADS)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="job") as threads:
        recover_at = 0.0
        while not stop.is_set():
            try:
                if time.monotonic() >= recover_at:
                    recover_at = time.monotonic() + RECOVERY
                    queue.recover()
                found = _start_next(threads, places)
                database.worked()
            except (PyMongoError, DatabaseError) as error:
                database.failed(short(error))
                found = False
            if not found:
                queue.queued.wait(IDLE)


def _start_next(threads: ThreadPoolExecutor, places: threading.Semaphore) -> bool:
    """Starts the next job that is due. Was there one, and a thread for it?"""
    queue.queued.clear()  # before the look: what is queued meanwhile is looked for again
    if not places.acquire(timeout=IDLE):
        return False
    try:
        claim = queue.claim()
        if claim is not None:
            threads.submit(run, claim).add_done_callback(lambda _: places.release())
            return True
    except BaseException:
        places.release()
        raise
    places.release()
    return False


def run(claim: Claim) -> None:
    """One run: whatever comes of it is stored. What cannot be stored, others find when the lease is over."""
    try:
        outcome = _outcome(claim)
        if isinstance(outcome, Postponed):
            claim.postpone(outcome.seconds)
        elif outcome is not None:
            claim.failed(outcome)
        else:
            claim.done()
    except JobsTaken:
        logger.warning("a job of the kind “%s” took too long, and another process has it", claim.kind.name)
    except (PyMongoError, DatabaseError) as error:
        logger.warning("what came of a job “%s” could not be stored: %s", claim.kind.name, short(error))


def _outcome(claim: Claim) -> Exception | None:
    """Why the handler ended; None: it is done."""
    try:
        claim.kind.handle(claim)
    except JobsTaken:
        raise
    except Postponed as later:
        return later
    except Exception as error:
        logger.warning("a job of the kind “%s” failed: %s", claim.kind.name, error)
        return error
    return None
