"""MongoDB and Redis alone, in the folder SERVICES_DIR, for tests and measurements.

Prints a line `MONGODB_URI=…` and, with --redis, a line `REDIS_URL=…` when they serve; ends with SIGTERM, or
with the process that started it. RESTART_AFTER says how many seconds a killed one stays away (1).
"""

import argparse
import os
import sys
from pathlib import Path

from deploy.local import database, ports, redis
from deploy.local.errors import exit_status
from deploy.local.group import Group, supervise


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1, help="of the MongoDB replica set; 0 for none")
    parser.add_argument("--redis", action="store_true")
    options = parser.parse_args()
    directory: Path = Path(os.environ.get("SERVICES_DIR", "var/services")).resolve()

    async def start(group: Group) -> None:
        if options.nodes:
            uri = await database.start(group, directory / "mongodb", options.nodes)
            print(f"MONGODB_URI={uri}", flush=True)
        if options.redis:
            [port] = ports.free()
            await group.start(redis.service(directory / "redis", port))
            print(f"REDIS_URL=redis://127.0.0.1:{port}/0", flush=True)
        print("READY", flush=True)

    return supervise(directory, start)


if __name__ == "__main__":
    sys.exit(exit_status(main))
