"""`make cluster`: Redis, a replica set of three, instances, and Nginx in front, on one machine.

CLUSTER_PORT (8080) is Nginx's, the instances take those after it; CLUSTER_SIZE (3) is their number,
CLUSTER_DIR (var/cluster) the folder. MONGODB_URI, where it is set, takes the place of the replica set.
"""

import asyncio
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local import database, environment, instances, needs, nginx, ports, redis
from deploy.local.errors import exit_status
from deploy.local.group import Group, supervise

INHERITED = ("WICK_", "SITE_", "SIGN_UP_OPEN", "EMAIL_", "SESSION_DAYS", "LOG_LEVEL")
READY = """
Wick is at {address}, on {size} instances
{setup}
Commands on it, in another terminal:
    set -a; . {shown}/env; set +a; .venv/bin/python manage.py stats
Process ids are in {shown}/pids, logs in {shown}/log. Ctrl-C ends it.
"""


def main() -> int:
    directory = environment.folder("CLUSTER_DIR", "var/cluster")
    size = environment.number("CLUSTER_SIZE", 3, 64)
    port = environment.number("CLUSTER_PORT", 8080, 65535 - size)
    members = range(port + 1, port + 1 + size)
    shown = os.path.relpath(directory)

    async def start(group: Group) -> None:
        for taken in (port, *members):
            instances.check_port(taken, "CLUSTER_PORT", "make cluster CLUSTER_PORT=9080")
        await asyncio.to_thread(needs.see_to, "redis-server", "nginx")
        uri = await database.start(group, directory / "mongodb", size=3)
        [redis_port] = ports.free()
        await group.start(redis.service(directory / "redis", redis_port))
        environ = _environ(directory, port, uri, f"redis://127.0.0.1:{redis_port}/0")
        environment.write(directory / "env", environ)
        await instances.prepare(group, environ, "--static")
        front = nginx.service(
            directory / "nginx", port, members, directory / "static", grace=instances.DRAIN + 1
        )
        named = {f"instance-{n}": member for n, member in enumerate(members, start=1)}
        backs = [instances.service(name, member, environ, proxied=True) for name, member in named.items()]
        await group.start(front, *backs)
        setup = await instances.setup_text(environ)
        address = f"http://127.0.0.1:{port}"
        group.log.say(READY.format(address=address, size=size, shown=shown, setup=setup))

    return supervise(directory, start)


def _environ(directory: Path, port: int, uri: str, redis_url: str) -> Mapping[str, str]:
    """The environment of the instances, and of any command that works on them."""
    chosen = {name: value for name, value in os.environ.items() if name.startswith(INHERITED)}
    return {
        **{f"{name}_FILE": "" for name in ("MONGODB_URI", "REDIS_URL", "SECRET_KEY")},
        "MONGODB_URI": uri,
        "REDIS_URL": redis_url,
        "SECRET_KEY": _secret(directory / "secret-key"),
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "CSRF_TRUSTED_ORIGINS": f"http://127.0.0.1:{port},http://localhost:{port}",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "VAR_DIR": str(directory),
        "STATIC_ROOT": str(directory / "static"),
        "PORT": str(port),
        **chosen,
    }


def _secret(path: Path) -> str:
    """The key that signs sessions, made at the first start and kept: a restart signs nobody out."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50) + "\n")
    return path.read_text().strip()


if __name__ == "__main__":
    sys.exit(exit_status(main))
