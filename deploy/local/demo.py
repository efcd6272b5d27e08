"""`make demo`: one instance on a workspace of its own that is full of people and messages, under var/demo
(DEMO_DIR). Visitors are signed in."""

import sys

from deploy.local import database, instances
from deploy.local.environment import folder, number
from deploy.local.errors import exit_status
from deploy.local.group import Group, supervise

READY = """
The demo is at {address}
You are signed in there as Alex Morgan, the administrator. Anyone who can reach this address is, too.

Ctrl-C ends it. It stays in {directory}; `make demo` shows it again.
"""


def main() -> int:
    directory, port = folder("DEMO_DIR", "var/demo"), number("PORT", 8000, 65535)
    address = f"http://127.0.0.1:{port}"

    async def start(group: Group) -> None:
        instances.check_port(port, "PORT", f"make demo PORT={max(port, 8000) + 1}")
        uri = await database.start(group, directory / "mongodb", size=1)
        environ = {
            "VAR_DIR": str(directory),
            "MONGODB_URI": uri,
            "MONGODB_URI_FILE": "",
            "DEBUG": "true",
            "WICK_DEMO": "true",
        }
        await instances.prepare(group, environ)
        group.log.say("Making the demo")
        await group.run("demo", (sys.executable, "manage.py", "demo"), environ)
        await group.start(instances.service("demo", port, environ))
        group.log.say(READY.format(address=address, directory=directory))

    return supervise(directory, start)


if __name__ == "__main__":
    sys.exit(exit_status(main))
