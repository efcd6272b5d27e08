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

Open it in two browsers, sign up, and talk. To make the first administrator, in another terminal:
    {elsewhere}.venv/bin/python manage.py createsuperuser
who then moderates at {address}/admin/

Ctrl-C ends it. The data stays in {directory}.
"""


def main() -> int:
    directory, port = folder("VAR_DIR", "var"), number("PORT", 8000, 65535)
    address = f"http://127.0.0.1:{port}"

    elsewhere = f"VAR_DIR={directory} " if "VAR_DIR" in os.environ else ""

    async def start(group: Group) -> None:
        instances.check_port(port, "PORT", f"make run PORT={max(port, 8000) + 1}")
        environ = _environ(str(directory), await database.start(group, directory / "mongodb", size=1))
        await instances.prepare(group, environ)
        await group.start(instances.service("instance", port, environ))
        group.log.say(READY.format(address=address, directory=directory, elsewhere=elsewhere))

    return supervise(directory, start)


def _environ(directory: str, uri: str) -> Mapping[str, str]:
    """What the instance and its commands are told; DEBUG makes a secret key and serves the static files."""
    return {"VAR_DIR": directory, "MONGODB_URI": uri, "DEBUG": os.environ.get("DEBUG") or "true"}


if __name__ == "__main__":
    sys.exit(exit_status(main))
