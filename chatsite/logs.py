"""How an event becomes a line: one line each, with the id of the request that it belongs to.

A traceback is for a fault of ours that nobody foresaw. Where a server is away, or a client asked for what is
not there, the sentence says all.
"""

import logging
import re
import uuid
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import SuspiciousOperation
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSilent

from chatsite.mongo.errors import in_a_line, is_away

REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{8,64}")  # what is taken from a proxy

# Of the request that this task or thread works on; empty outside of one. Nginx logs it, too.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestId(logging.Filter):
    """Gives each record `request_id`, and `request` for the text format."""

    def filter(self, record: logging.LogRecord) -> bool:
        found = request_id.get()
        record.request_id = found or None
        record.request = f" [{found}]" if found else ""
        return True


class KnownFaults(logging.Filter):
    """Takes the traceback from what is no fault of ours, and has the error's sentence in the line instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if isinstance(error, SuspiciousOperation):
            record.exc_info = None
        elif (reason := outage(error)) is not None:
            record.msg, record.args = f"{record.getMessage()}: {reason}", None
            record.exc_info = None
        return True


class LineFormatter(logging.Formatter):
    """The text format: what is not a traceback is one line, whatever it holds."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")


def outage(error: BaseException) -> str | None:
    """The sentence for an error that says that MongoDB or Redis is away; None for any other one."""
    for each in _chain(error):
        if isinstance(each, Exception) and is_away(each):
            return in_a_line(each)
        if isinstance(each, RedisAway | RedisSilent):
            return f"Redis does not answer: {each}"
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__


def take_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The id of a request: the one that the proxy logs, or a new one."""
    given = next((value for name, value in headers if name == b"x-request-id"), b"")
    found = given.decode() if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    request_id.set(found)
    return found


def configuration(level: str, json: bool) -> dict[str, Any]:
    """Django's LOGGING. `json`: an object a line, for programs, with the same in fields."""
    fields = "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s"
    formats = {
        "line": {
            "()": "chatsite.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s",
        },
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": fields,
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            "exc_info_as_array": False,
        },
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formats,
        "filters": {
            "faults": {"()": KnownFaults},
            "request": {"()": RequestId},
            "without_reset_links": {"()": "chatsite.redaction.WithoutResetLinks"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if json else "line",
                "filters": ["faults", "request", "without_reset_links"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "chat": {"level": level},
            "chatsite": {"level": level},
            "daphne": {"level": "WARNING"},
            # Django's own handlers mail the administrators, and print to a terminal: ours is the only one.
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "django.security.csrf": {"level": "ERROR"},  # chat.views.faults says it, with what to do
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
