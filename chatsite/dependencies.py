"""Whether what an instance depends on is there: MongoDB, its migrations, Redis, the static files.

Each function asks the real thing and blocks for a few seconds at most. The system checks (chat.checks) and
/readyz (chat.views.readiness) ask the same ones.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pymongo
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from pymongo.errors import ConfigurationError, PyMongoError
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError, ResponseError

from chatsite.mongo.errors import cause_of, is_unwelcome, short
from chatsite.mongo.migrated import unapplied
from chatsite.statics import uncollected

PATIENCE = 3.0  # seconds that a server has to answer


SKEW = timedelta(seconds=5)  # between this machine and MongoDB's, beyond which times jump


class DependencyProblem(NamedTuple):
    """`summary` is for anybody; `detail` names addresses, and is for operators. Neither has a password."""

    summary: str
    detail: str
    refused: bool = False  # the server is there, and lets nobody in with these credentials


def database_problem() -> DependencyProblem | None:
    """Can this process read from a primary, with its credentials?"""
    try:
        with pymongo.timeout(PATIENCE):
            # A ping needs no right, so it would not find a wrong password where none is asked for.
            connection.get_collection("django_migrations").find_one({}, {"_id": 1})  # type: ignore[attr-defined]
    except (PyMongoError, DatabaseError, ImproperlyConfigured) as error:
        cause = cause_of(error)
        if is_unwelcome(error):
            return DependencyProblem("refuses the credentials", short(error).rstrip("."), refused=True)
        if isinstance(cause, ConfigurationError | ImproperlyConfigured):
            return DependencyProblem("cannot be asked", short(error))
        return DependencyProblem("does not answer", short(error))
    return None


def clock_skew() -> timedelta:
    """How far this machine's clock and MongoDB's are apart. Raises the driver's errors, and Django's."""
    with pymongo.timeout(PATIENCE):
        database: Any = connection.database  # type: ignore[attr-defined]
        asked = datetime.now(UTC)
        answered = database.client.admin.command("hello")["localTime"].replace(tzinfo=UTC)
    # The server looked at its clock at some moment between the question and the answer.
    return max(timedelta(0), asked - answered, answered - datetime.now(UTC))


def migrations_problem() -> DependencyProblem | None:
    """Does the database have every migration of this code? Raises the driver's errors, and Django's."""
    with pymongo.timeout(PATIENCE):
        missing = unapplied()
    if not missing:
        return None
    return DependencyProblem("are not applied", ", ".join(missing))


def redis_problem() -> DependencyProblem | None:
    """Does each Redis of REDIS_URL answer? None, too, where it is not set."""
    problems = map(_problem_of_redis, settings.REDIS_URLS)
    return next((problem for problem in problems if problem is not None), None)


def _problem_of_redis(address: str) -> DependencyProblem | None:
    server = Redis.from_url(address, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        server.ping()
    except (AuthenticationError, ResponseError) as error:
        return DependencyProblem("refuses the credentials", str(error), refused=True)
    except (RedisError, OSError) as error:
        return DependencyProblem("does not answer", str(error))
    finally:
        server.close()
    return None


def static_files_problem() -> DependencyProblem | None:
    """Did collectstatic see every static file of this version before this process started?"""
    missing = uncollected()
    if not missing:
        return None
    return DependencyProblem("are not collected", f"{len(missing)} files, such as {missing[0]}")
