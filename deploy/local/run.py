"""`make run`: one instance and a private MongoDB, with everything under var/ (VAR_DIR)."""

import os
import sys
from collections.abc import Mapping

from deploy.local import database, instances
from deploy.local.environment import folder, number
from deploy.local.errors import exit_status
from deploy.local.group import Group, supervise

READY = """
Wick is at {address}
{setup}
Ctrl-C ends it. The data stays in {directory}.
"""


def main() -> int:
    directory, port = folder("VAR_DIR", "var"), number("PORT", 8000, 65535)
    address = f"http://127.0.0.1:{port}"

    async def start(group: Group) -> None:
        instances.check_port(port, "PORT", f"make run PORT={max(port, 8000) + 1}")
        environ = _environ(str(directory), await database.start(group, directory / "mongodb", size=1))
        await instances.prepare(group, environ)
        await group.start(instances.service("instance", port, environ))
        setup = await instances.setup_text({**environ, "PORT": str(port), "SITE_URL": address})
        group.log.say(READY.format(address=address, directory=directory, setup=setup))

    return supervise(directory, start)


def _environ(directory: str, uri: str) -> Mapping[str, str]:
    """The environment of the instance and its commands; DEBUG makes a secret key and serves static files."""
    debug = os.environ.get("DEBUG") or "true"
    return {"VAR_DIR": directory, "MONGODB_URI": uri, "MONGODB_URI_FILE": "", "DEBUG": debug}


if __name__ == "__main__":
    sys.exit(exit_status(main))
