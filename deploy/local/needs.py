"""What `make cluster`, `make test` and `make check` need and pip cannot bring: found, or installed."""

import sys

from deploy.local import mongod
from deploy.local.errors import exit_status
from deploy.local.packages import need, path_of

FONTS = ("fonts-dejavu-core", "fonts-noto-color-emoji")
PACKAGES = {
    "redis-server": ("redis-server",),
    "nginx": ("nginx",),
    "xgettext": ("gettext",),
    "chromium": ("chromium", *FONTS),
    "chromium-headless-shell": ("chromium-headless-shell", *FONTS),
    "esbuild": ("esbuild",),
    "firefox-esr": ("firefox-esr",),
    "WebKitWebDriver": ("webkit2gtk-driver", "xvfb"),
    "npm": ("nodejs", "npm"),
}
OF_TESTS = (
    "redis-server", "nginx", "xgettext", "chromium", "chromium-headless-shell", "esbuild", "firefox-esr",
    "WebKitWebDriver",
)  # fmt: skip


def see_to(*programs: str) -> None:
    """Returns when these are installed. StartError names all that are missing, and what brings them."""
    missing = [name for name in programs if path_of(name) is None]
    if missing:
        need(", ".join(missing), *(package for name in missing for package in PACKAGES[name]))


def main() -> int:
    """Of the programs that are named as arguments; without any, of all that tests need."""
    if programs := sys.argv[1:]:
        see_to(*programs)
    else:
        see_to(*OF_TESTS)
        mongod.find()
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(main))
