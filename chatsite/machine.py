"""How much memory this process may use, as the kernel says."""

import os
from pathlib import Path

MIB = 1024 * 1024
CGROUPS = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")


def share_of_memory() -> int:
    """A sixteenth of the memory, in MiB, from 32 to 1024: for what is kept only to be faster."""
    return min(max(memory() // 16 // MIB, 32), 1024)


def memory(cgroups: Path = CGROUPS, membership: Path = MEMBERSHIP) -> int:
    """Bytes: those of the machine, or of the narrowest control group that this process is in."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([machine, *_limits(cgroups, membership)])


def _limits(cgroups: Path, membership: Path) -> list[int]:
    """The limits of the control groups (version 2 or 1) around this process."""
    try:
        lines = membership.read_text().splitlines()
    except OSError:
        return []
    found = []
    for _, controllers, path in (line.split(":", 2) for line in lines):
        if controllers == "":
            found += _upwards(cgroups, path, "memory.max")
        elif "memory" in controllers.split(","):
            found += _upwards(cgroups / "memory", path, "memory.limit_in_bytes")
    return found


def _upwards(root: Path, path: str, name: str) -> list[int]:
    """The limits from a group up to the root. In a container the path may be the host's, and not be here."""
    group = root / path.strip("/")
    places = [group, *group.parents]
    limits = []
    for place in places[: places.index(root) + 1]:
        try:
            limits.append(int((place / name).read_text()))
        except (OSError, ValueError):  # no such group here, or "max"
            continue
    return limits
