"""What self-hosters get wrong, as Django system checks: `manage.py check`, with `--database default` for all.

docs/commands.md explains each id. Whether servers answer at all is asked with --deploy: `migrate` runs the
other checks of the database, and says by itself that it does not answer.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import pymongo
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from pymongo.errors import PyMongoError

from chat.queries.timeline import PAGE_BYTES
from chat.realtime.heartbeat import FRESH
from chat.storage import log_keys
from chatsite.dependencies import (
    PATIENCE,
    SKEW,
    database_problem,
    migrations_problem,
    redis_problem,
    static_files_problem,
)
from chatsite.mongo.errors import short
from chatsite.statics import outdated

LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
MOST_REDIS = 8  # of redis-py: the first version whose defaults end idle subscriptions
AWAY = {"wick.E006", "wick.E007"}  # MongoDB cannot be asked for more


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


@register(Tags.security, deploy=True)
def forms(**_: Any) -> list[CheckMessage]:
    """Whether forms that people send by https would be taken for those of another site."""
    if settings.HTTPS or settings.DEBUG:
        return []
    trusted = {urlsplit(origin).hostname for origin in settings.CSRF_TRUSTED_ORIGINS}
    names = [name for name in settings.ALLOWED_HOSTS if name not in LOCAL and name.strip(".") not in trusted]
    if not names:
        return []
    what = f"HTTPS is off: if people come to {names[0]} by https, every form and every socket is refused."
    hint = "Set HTTPS=true. Where people do come by http, passwords travel in the clear."
    return [Warning(what, hint=hint, id="wick.W009")]


@register(Tags.security)
def mail(**_: Any) -> list[CheckMessage]:
    if settings.DEBUG or settings.MAIL_WORKS:
        return []
    what = "No mail server is set: nobody can reset a forgotten password by email."
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
        with pymongo.timeout(PATIENCE):
            connection.ensure_connection()
            hello = connection.connection.admin.command("hello")
            said = [*_deployment(hello), *_safety(connection.database), *_clock(hello)]
            return [*said, *_instances(connection)]
    except (PyMongoError, DatabaseError):
        return []


@register(Tags.database, deploy=True)
def servers(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Whether MongoDB and Redis are there, and MongoDB ready for this code."""
    if "default" not in (databases or ()):
        return []
    found = [*_mongodb(), *_redis()]
    return found if any(message.id in AWAY for message in found) else [*found, *_migrations()]


def _mongodb() -> list[CheckMessage]:
    problem = database_problem()
    if problem is None:
        return []
    what = f"MongoDB {problem.summary}: {problem.detail}."
    if problem.refused:
        hint = "See to the user, the password and authSource in MONGODB_URI; the user needs readWrite."
        return [Error(what, hint=hint, id="wick.E007")]
    return [Error(what, hint="See that it runs, and to the address in MONGODB_URI.", id="wick.E006")]


def _redis() -> list[CheckMessage]:
    problem = redis_problem()
    if problem is None:
        return []
    what = f"Redis {problem.summary}: {problem.detail}."
    hint = "See that it runs, and to the address and the password in REDIS_URL."
    return [Error(what, hint=hint, id="wick.E008")]


def _migrations() -> list[CheckMessage]:
    """Without its indexes MongoDB takes two people of one name, and two events at one place."""
    try:
        problem = migrations_problem()
        if problem is None:
            return _log_keys()
    except (PyMongoError, DatabaseError) as error:
        what = f"MongoDB does not answer: {short(error)}."
        return [Error(what, hint="See that it runs, and to the address in MONGODB_URI.", id="wick.E006")]
    what = f"The database lacks {problem.detail}."
    return [Error(what, hint="Run manage.py migrate, before any instance serves.", id="wick.E005")]


def _log_keys() -> list[CheckMessage]:
    """Under old keys everything works as in the version before, and no better."""
    if log_keys.form() is log_keys.Form.NEW:
        return []
    hint = "When no instance of that version serves any more, run manage.py upgrade_log."
    return [Warning("The log has the keys of an older version.", hint=hint, id="wick.W010")]


@register(Tags.staticfiles, deploy=True)
def static_files(**_: Any) -> list[CheckMessage]:
    """What collectstatic left in STATIC_ROOT, beside what this version has."""
    hint = (
        f"Run manage.py collectstatic, then start the instances again. STATIC_ROOT is {settings.STATIC_ROOT}."
    )
    if problem := static_files_problem():
        return [Error(f"Static files {problem.summary}: {problem.detail}.", hint=hint, id="wick.E009")]
    if old := outdated():
        what = f"{len(old)} collected static files are of another version, such as {old[0]}."
        return [Error(what, hint=hint, id="wick.E010")]
    return []


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
    single = sorted(instance["_id"] for instance in serving if instance["layer"] == "memory")
    if len(serving) < 2 or not single:
        return []
    what = f"{len(serving)} instances serve this database, and {', '.join(single)} without REDIS_URL."
    hint = "Give all of them the same REDIS_URL: typing, presence and speed between them need it."
    return [Error(what, hint=hint, id="wick.E004")]


def _has_port(name: str) -> bool:
    return ":" in name.rpartition("]")[2]
