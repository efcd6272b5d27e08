"""What self-hosters get wrong, as Django system checks: `manage.py check`, with `--database default` for all.

docs/commands.md explains each id. The checks of the database say nothing while it does not answer: whoever
needs it will.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from pymongo.errors import PyMongoError

from chat.lease import FRESH
from chat.queries import PAGE_BYTES
from chatsite.mongo.migrated import unapplied

LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
MOST_REDIS = 8  # of redis-py: the first version whose defaults end idle subscriptions
SKEW = timedelta(seconds=5)


@register(Tags.security)
def hosts(**_: Any) -> list[CheckMessage]:
    """Who may be asked for, and as what."""
    found: list[CheckMessage] = []
    names = set(settings.ALLOWED_HOSTS)
    if wrong := sorted(name for name in names if "/" in name or _has_port(name)):
        what = f"ALLOWED_HOSTS takes names without a scheme or a port, not {', '.join(wrong)}."
        found.append(Error(what, hint="Such a name matches no request.", id="wick.E001"))
    if "*" in names and not settings.DEBUG:
        what = "ALLOWED_HOSTS is *: pages and sockets answer under any name that points here."
        found.append(Warning(what, hint="Name the host that people type.", id="wick.W001"))
    if settings.DEBUG and names - LOCAL:
        what = "DEBUG is on, while ALLOWED_HOSTS names a host that others reach: errors show them settings."
        found.append(Warning(what, hint="Set DEBUG=false and a SECRET_KEY.", id="wick.W002"))
    return found


@register(Tags.security)
def origins(**_: Any) -> list[CheckMessage]:
    """Pages of elsewhere that may open sockets."""
    found: list[CheckMessage] = []
    origins = settings.CSRF_TRUSTED_ORIGINS
    if wild := [origin for origin in origins if "*" in origin]:
        what = f"CSRF_TRUSTED_ORIGINS has {', '.join(wild)}: forms accept that, sockets do not."
        found.append(Warning(what, hint="Name each origin in full.", id="wick.W003"))
    if settings.HTTPS and (plain := [o for o in origins if urlsplit(o).scheme == "http"]):
        what = f"HTTPS is on, but CSRF_TRUSTED_ORIGINS trusts {', '.join(plain)}."
        found.append(Warning(what, hint="Write it with https://.", id="wick.W004"))
    return found


@register(Tags.security)
def mail(**_: Any) -> list[CheckMessage]:
    if settings.DEBUG or settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2] == "smtp":
        return []
    what = "Mail goes nowhere: nobody can reset a forgotten password."
    return [Warning(what, hint="Set EMAIL_URL=smtp://user:password@host:587.", id="wick.W005")]


@register(Tags.compatibility)
def layer(**_: Any) -> list[CheckMessage]:
    """The channel layer and the library below it."""
    if not settings.REDIS_URL or int(version("redis").partition(".")[0]) < MOST_REDIS:
        return []
    what = f"redis-py {version('redis')} ends the subscriptions of an idle channel layer after 5 s."
    return [Error(what, hint="Install what requirements.txt names: redis below 8.", id="wick.E002")]


@register(Tags.compatibility)
def limits(**_: Any) -> list[CheckMessage]:
    if settings.WICK_UNSENT >= PAGE_BYTES:
        return []
    what = f"WICK_UNSENT is {settings.WICK_UNSENT}: a socket that gets one full page is closed as too slow."
    return [Warning(what, hint=f"Leave it at {PAGE_BYTES} or more.", id="wick.W006")]


@register(Tags.database)
def database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The server behind MONGODB_URI, and who else is on it."""
    if "default" not in (databases or ()):
        return []
    connection: Any = connections["default"]
    try:
        connection.ensure_connection()
        hello = connection.connection.admin.command("hello")
        return [*_deployment(hello), *_safety(connection.database), *_clock(hello), *_instances(connection)]
    except (PyMongoError, DatabaseError):
        return []


@register(Tags.database, deploy=True)  # not in `migrate`, which runs the others
def migrations(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Without its indexes MongoDB takes two people of one name, and two events at one place."""
    if "default" not in (databases or ()):
        return []
    try:
        missing = unapplied()
    except (PyMongoError, DatabaseError):
        return []
    if not missing:
        return []
    what = f"The database lacks {', '.join(missing)}."
    return [Error(what, hint="Run manage.py migrate, before any instance serves.", id="wick.E005")]


def _deployment(hello: dict[str, Any]) -> list[CheckMessage]:
    if "setName" in hello or hello.get("msg") == "isdbgrid":
        return []
    what = "MongoDB is a standalone server: what it has confirmed is lost with its disk."
    hint = "Run it as a replica set, if only of one node: writes are then tried again by themselves."
    return [Warning(what, hint=hint, id="wick.W007")]


def _safety(database: Any) -> list[CheckMessage]:
    """What was acked survives a failover only if a majority has it, and only that may be shown."""
    writes, reads = database.write_concern.document, database.read_concern.document
    if writes.get("w") == "majority" and writes.get("j") and reads.get("level") == "majority":
        return []
    what = f"Writes are confirmed with {writes} and read with {reads}: a failover can lose acked messages."
    return [Error(what, hint="Take w, journal and readConcernLevel as in MONGODB_SAFETY.", id="wick.E003")]


def _clock(hello: dict[str, Any]) -> list[CheckMessage]:
    off = abs(datetime.now(UTC) - hello["localTime"].replace(tzinfo=UTC))
    if off < SKEW:
        return []
    what = f"This machine's clock and MongoDB's are {off.total_seconds():.0f} s apart: times will jump."
    return [Warning(what, hint="Run NTP on both.", id="wick.W008")]


def _instances(connection: Any) -> list[CheckMessage]:
    """Instances that serve now. Without Redis they hear of each other's messages by polling only."""
    fresh = (datetime.now(UTC) - FRESH).replace(tzinfo=None)
    serving = list(connection.get_collection("chat_instance").find({"seen_at": {"$gt": fresh}}))
    alone = sorted(instance["_id"] for instance in serving if instance["layer"] == "memory")
    if len(serving) < 2 or not alone:
        return []
    what = f"{len(serving)} instances serve this database, and {', '.join(alone)} without REDIS_URL."
    hint = "Give all of them the same REDIS_URL: typing, presence and speed between them need it."
    return [Error(what, hint=hint, id="wick.E004")]


def _has_port(name: str) -> bool:
    return ":" in name.rpartition("]")[2]
