"""The Nginx of a local cluster, configured from the pieces in deploy/nginx/."""

import getpass
import os
import re
import resource
import signal
from collections.abc import Sequence
from pathlib import Path

from deploy.local.packages import program
from deploy.local.probes import accepts
from deploy.local.process import ROOT
from deploy.local.service import Service

PIECES = ROOT / "deploy" / "nginx"
CONNECTIONS = 65536  # of a worker


def service(directory: Path, port: int, instances: Sequence[int], static: Path, grace: float) -> Service:
    """Nginx on `port`, in front of instances on these ports, whether they serve yet or not.

    It ends by SIGQUIT: no new connections, while the instances shut down through the open ones.
    """
    directory.mkdir(parents=True, exist_ok=True)
    config = directory / "nginx.conf"
    config.write_text(_render(directory, port, instances, static))
    pieces = directory / "wick"  # includes look beside nginx.conf, as they do in /etc/nginx
    pieces.unlink(missing_ok=True)
    pieces.symlink_to(PIECES)
    command = (program("nginx", "nginx"), "-e", "stderr", "-p", str(directory), "-c", str(config))
    return Service("nginx", command, accepts(port), grace=grace, end=signal.SIGQUIT)


def _render(directory: Path, port: int, instances: Sequence[int], static: Path) -> str:
    # Root's Nginx would give its workers to an account that may not read the folder of the cluster.
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    files = 2 * CONNECTIONS if allowed == resource.RLIM_INFINITY else min(allowed, 2 * CONNECTIONS)
    values = {
        "user": user,
        "directory": str(directory),
        "files": str(files),
        "connections": str(min(CONNECTIONS, files)),
        "instances": "\n".join(
            f"        server 127.0.0.1:{port} max_fails=3 fail_timeout=2s;" for port in instances
        ),
        "port": str(port),
        "static": str(static),
        "uploads": os.environ.get("FILES_DIR", "") or str(directory / "no-files"),
    }
    template = (PIECES / "local.conf.template").read_text()
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], template)
