"""System packages: installed with apt where we may, named in a clear message where we may not."""

import os
import shutil
import subprocess
import sys

from deploy.local.errors import StartError

# Packages bring services that start by themselves, and would take port 80 or 6379. We run our own.
INSTALL = r"""
set -e
guard=/usr/sbin/policy-rc.d
[ -e $guard ] || { printf '#!/bin/sh\nexit 101\n' > $guard; chmod +x $guard; trap "rm -f $guard" EXIT; }
export DEBIAN_FRONTEND=noninteractive
said=$(apt-get update -qq 2>&1 && apt-get install -qq -y --no-install-recommends "$@" 2>&1) \
    || { echo "$said" >&2; exit 1; }
"""


def need(what: str, *packages: str) -> None:
    """Install these packages. StartError, naming them, where that is not possible."""
    command = f"apt-get install {' '.join(packages)}"
    wish = StartError(f"Missing: {what}. Run {command}, as root, then start again.")
    if shutil.which("apt-get") is None:
        raise wish
    if os.geteuid() == 0:
        become: list[str] = []
    elif shutil.which("sudo"):
        become = ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
    else:
        raise wish
    print(f"Missing: {what}. Installing it: {command}", flush=True)
    if subprocess.run([*become, "sh", "-c", INSTALL, "install", *packages]).returncode:
        raise wish


def path_of(name: str) -> str | None:
    """Where this program is, if it is installed. Debian keeps Nginx where users do not look."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")


def program(name: str, *packages: str) -> str:
    """The path of this program, its packages installed first where it is missing."""
    if path_of(name) is None:
        need(name, *packages)
    found = path_of(name)
    if found is None:
        raise StartError(f"{name} is still missing after installing {' '.join(packages)}.")
    return found
