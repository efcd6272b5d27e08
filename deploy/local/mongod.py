"""Which `mongod` the private MongoDB runs: one on PATH, or the one of the fiftyone-db package."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

from deploy.local.errors import StartError
from deploy.local.packages import need

MISSING = """\
No MongoDB was found: MONGODB_URI is not set, no mongod is on PATH, and this machine's kind has no private one
(x86-64 Linux has; if yours is, run `make` again). Install MongoDB 6 or later, or run it in Docker:

    docker run -d --name wick-mongodb -p 127.0.0.1:27017:27017 mongo:8 --replSet wick
    docker exec wick-mongodb mongosh --eval \\
        'rs.initiate({_id: "wick", members: [{_id: 0, host: "127.0.0.1:27017"}]})'
    export MONGODB_URI='mongodb://127.0.0.1:27017/wick?replicaSet=wick'"""


def find() -> str:
    """The path of a mongod that runs on this machine. StartError says what to do where there is none."""
    found = shutil.which("mongod") or packaged()
    if found is None:
        raise StartError(MISSING)
    complaint = _complaint(found)
    if "libcurl" in complaint:
        need("libcurl 4, which the private MongoDB needs", "libcurl4")
        complaint = _complaint(found)
    if complaint:
        raise StartError(
            f"{found} does not run here:\n    {complaint}\nInstall another mongod, or set MONGODB_URI."
        )
    return found


def packaged() -> str | None:
    """The one that the fiftyone-db package brings, where it is installed. (Nothing of it is imported.)"""
    spec = importlib.util.find_spec("fiftyone")
    for folder in spec.submodule_search_locations or [] if spec else []:
        path = Path(folder, "db", "bin", "mongod")
        if path.exists():
            path.chmod(path.stat().st_mode | 0o111)
            return str(path)
    return None


def _complaint(path: str) -> str:
    """Why it cannot run here; empty when it can."""
    try:
        tried = subprocess.run([path, "--version"], capture_output=True, text=True)
    except OSError as error:
        return str(error)
    if tried.returncode == 0:
        return ""
    return tried.stderr.strip() or f"it ended with status {tried.returncode}"
