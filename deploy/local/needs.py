"""What `make cluster` and `make test` need and pip cannot bring: found, or installed, before they begin."""

import sys

from deploy.local import mongod
from deploy.local.errors import exit_status
from deploy.local.packages import need, path_of

PACKAGES = {
    "redis-server": ("redis-server",),
    "nginx": ("nginx",),
    "chromium": ("chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"),
}


def see_to(*programs: str) -> None:
    """Returns when these are installed. StartError names all that are missing, and what brings them."""
    missing = [name for name in programs if path_of(name) is None]
    if missing:
        need(", ".join(missing), *(package for name in missing for package in PACKAGES[name]))


def main() -> int:
    see_to(*PACKAGES)
    mongod.find()
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(main))
