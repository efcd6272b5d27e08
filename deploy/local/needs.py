"""What `make test` needs and pip cannot bring: found, or installed, before the tests begin."""

import sys

from deploy.local import mongod
from deploy.local.errors import exit_status
from deploy.local.packages import need, path_of

PACKAGES = {
    "redis-server": ("redis-server",),
    "nginx": ("nginx",),
    "chromium": ("chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"),
}


def main() -> int:
    missing = [name for name in PACKAGES if path_of(name) is None]
    if missing:
        need(", ".join(missing), *(package for name in missing for package in PACKAGES[name]))
    mongod.find()
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(main))
