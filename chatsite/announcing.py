"""The first lines of an instance: what it is, where it serves, what it depends on, and how much it takes."""

import logging
from urllib.parse import urlsplit

from django.conf import settings

from chatsite import bundles
from chatsite.dependencies import static_files_problem
from chatsite.files import FEW, most_files, most_sockets

logger = logging.getLogger(__name__)


def announce(addresses: list[str]) -> None:
    """Says it once, when the instance listens."""
    logger.info(
        "Wick %s serves as %s on %s; MongoDB %s; layer %s; at most %d sockets (%d files)",
        settings.VERSION,
        settings.INSTANCE,
        ", ".join(addresses) or "nothing",
        without_credentials(settings.MONGODB_URI),
        f"Redis {', '.join(map(without_credentials, settings.REDIS_URLS))}"
        if settings.REDIS_URLS
        else "in memory",
        most_sockets(),
        most_files(),
    )
    if most_sockets() < FEW:
        logger.warning(
            "only %d files may be open, so only %d sockets: raise LimitNOFILE in the unit, or `ulimit -Hn`",
            most_files(),
            most_sockets(),
        )
    if problem := static_files_problem():
        what = f"static files {problem.summary}: {problem.detail}"
        logger.error("%s. Run `manage.py collectstatic`, then start this instance again", what)
    elif missing := bundles.missing():
        logger.warning("%s", missing)


def without_credentials(address: str) -> str:
    """Hosts and database of an address, as in `db1,db2/wick`; no user, no password, no options."""
    parts = urlsplit(address)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"
