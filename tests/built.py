"""Static files as they are served in production: collected once for a run, with the scripts bundled.

Where a browser opens pages, this is most of the time of a test: without it, each page is over two hundred
scripts.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.process import ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an instance needs in its environment to serve them. All workers of a run share the files."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    static = folder / "static"
    environ = {"DEBUG": "false", "STATIC_ROOT": str(static)}
    with (folder / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (static / "staticfiles.json").exists():
            collect(static, environ)
    return environ


def collect(static: Path, environ: dict[str, str]) -> None:
    """By the real command."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, check=True)
