"""CPU time and memory of running processes, as the kernel counts them."""

import os
from collections.abc import Iterable

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of all threads of these processes, added up."""
    return sum(_ticks(pid) for pid in pids) / _TICK


def _ticks(pid: int) -> int:
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        # The name in brackets may hold spaces; the numbers come after the last bracket.
        fields = stat.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def resident_bytes(pids: Iterable[int]) -> int:
    """Proportional set size: resident memory, with shared pages divided among those who share them."""
    return sum(_field(f"/proc/{pid}/smaps_rollup", "Pss:") for pid in pids)


def _field(path: str, name: str) -> int:
    with open(path, encoding="ascii") as lines:
        for line in lines:
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    raise OSError(f"{path} has no line {name!r}.")
