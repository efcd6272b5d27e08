"""Node, and the peers' packages."""

import re
import shutil
import subprocess

from bench.programs import measured
from bench.servers import NODE

LEAST = 20
GET_IT = (
    f"Node.js {LEAST} or later and npm are needed for the Node peers, and were not found. Install them"
    " (https://nodejs.org, or `apt-get install nodejs npm` where that is new enough), and run this again."
    " The benchmark goes on without those peers: there will be no ratios."
)


def missing() -> str | None:
    """Why the Node peers cannot run here; None when they can."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return GET_IT
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    major = re.match(r"v(\d+)", version)
    return None if major and int(major[1]) >= LEAST else f"Node.js {version} is too old. {GET_IT}"


def install() -> str | None:
    """Put the peers' packages beside them, where they are not there already; what went wrong, or None."""
    lock, done = NODE / "package-lock.json", NODE / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return None
    # The one package with an install script (bufferutil) brings its binary along.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    outcome = subprocess.run(command, cwd=NODE, capture_output=True, text=True)
    if outcome.returncode:
        return f"npm could not install the Node peers' packages: {outcome.stderr.strip()[-300:]}"
    done.touch()
    return None


async def appends(mongodb: str, senders: int, seconds: float) -> dict[str, float]:
    """What append.js measured: `appends`, in `seconds`, for `cpu` seconds of its own."""
    environ = {"MONGODB_URI": mongodb, "SENDERS": str(senders), "SECONDS": str(seconds)}
    return await measured("node", str(NODE / "append.js"), environ=environ)
