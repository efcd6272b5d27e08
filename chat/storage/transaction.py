"""Several writes that are stored together or not at all, by a transaction of MongoDB. Blocks."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, connection
from django_mongodb_backend.transaction import atomic
from pymongo.errors import DuplicateKeyError, PyMongoError

T = TypeVar("T")

GIVE_UP = 8.0  # seconds of collisions with others after which the last error is raised
TRANSIENT = "TransientTransactionError"


def together(work: Callable[[], T]) -> T:
    """What `work` gives, its writes all stored, or none of them and its exception.

    `work` runs again when it collides with another process, so it must do nothing but read and write. A call
    within a call belongs to the outer transaction. A transaction that appends a notice is alone: notices are
    numbered without gaps, so of two such transactions that overlap one begins again and reads what the other
    stored. On a MongoDB that is no replica set there are no transactions, and the writes follow each other.
    """
    if connection.in_atomic_block_mongo or not connection.features._supports_transactions:  # type: ignore[attr-defined]
        return work()
    deadline = time.monotonic() + GIVE_UP
    while True:
        try:
            with atomic():
                return work()
        except (PyMongoError, DatabaseError) as error:
            if not _collided(error) or time.monotonic() > deadline:
                raise
        time.sleep(random.uniform(0.001, 0.02))  # noqa: S311


def _collided(error: BaseException) -> bool:
    """Did another process write the same thing in this moment?"""
    if isinstance(error, (IntegrityError, DuplicateKeyError)):
        return True
    cause = error if isinstance(error, PyMongoError) else error.__cause__
    return isinstance(cause, PyMongoError) and cause.has_error_label(TRANSIENT)
