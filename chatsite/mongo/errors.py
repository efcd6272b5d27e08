"""The driver's errors: as Django's, each with the driver's sentence in it, and as a line for people.

Stock raises DatabaseError with no text, and lets three kinds through as they are: those that come
while a cursor is being read (getMore), those of a commit, and those of a batch that failed for
another reason than a duplicate key. Callers that catch DatabaseError, as Django's own do, miss them.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError, ServerSelectionTimeoutError

DUPLICATE_KEY = 11000  # the code of an insert that finds its unique key taken
UNWELCOME = {13, 18}  # codes: Unauthorized, AuthenticationFailed
DETAILS = re.compile(
    r"[ ,(]+(configured timeouts|Timeout|full error):"
)  # of every node, and of every document


@contextmanager
def django_errors() -> Iterator[None]:
    """Raise OperationalError for what the driver raises, and give stock's empty errors their text."""
    try:
        yield
    except PyMongoError as error:
        raise OperationalError(str(error)) from error
    except DatabaseError as error:
        if not error.args and isinstance(error.__cause__, PyMongoError):
            error.args = (str(error.__cause__),)
        raise


def is_away(error: Exception) -> bool:
    """Is it that the server cannot be reached, is too slow, or lets nobody in with this password?"""
    return is_unwelcome(error) or is_silent(error)


def is_silent(error: Exception) -> bool:
    """Did the server not answer, or not in time?"""
    cause = cause_of(error)
    return isinstance(cause, ConnectionFailure) or (isinstance(cause, PyMongoError) and cause.timeout)


def is_unwelcome(error: Exception) -> bool:
    """Does the server refuse these credentials, or what they have no right to?"""
    cause = cause_of(error)
    if isinstance(
        cause, ServerSelectionTimeoutError
    ):  # of every attempt but the first: only its text shows it
        return "authentication failed" in short(cause).lower()
    return isinstance(cause, OperationFailure) and cause.code in UNWELCOME


def is_of_database(error: BaseException) -> bool:
    """Is it the driver's, Django's over it, or the network's?"""
    return isinstance(error, PyMongoError | DatabaseError | OSError)


def in_a_line(error: Exception) -> str:
    """What is to be said of an error of the driver, or of Django's that has one as its cause."""
    if is_unwelcome(error) or not is_silent(error):
        return f"MongoDB says: {short(error)}"
    hint = "" if os.environ.get("MONGODB_URI") else ". Is `make run` running?"
    return f"MongoDB does not answer: {short(error)}{hint}"


def short(error: BaseException) -> str:
    """The driver's sentence, without its account of every node."""
    return DETAILS.split(str(error))[0][:200] or type(error).__name__


def cause_of(error: Exception) -> BaseException | None:
    """The driver's own error, in what Django made of it."""
    return error if isinstance(error, PyMongoError) else error.__cause__
