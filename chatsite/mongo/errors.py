"""The driver's errors as Django's, each with the driver's sentence in it.

Stock raises DatabaseError with no text, and lets three kinds through as they are: those that come
while a cursor is being read (getMore), those of a commit, and those of a batch that failed for
another reason than a duplicate key. Callers that catch DatabaseError, as Django's own do, miss them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError
from pymongo.errors import PyMongoError


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
