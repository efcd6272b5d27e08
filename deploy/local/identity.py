"""Which process a pid meant when it was written down: pids are used again, so a number alone is no proof."""

import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")


def started(pid: int) -> int | None:
    """When the process started, in clock ticks since boot; None when there is none, or it is a zombie."""
    fields = _stat(pid)
    return None if fields is None or fields[0] == "Z" else int(fields[19])


def session(pid: int) -> list[int]:
    """The living processes of the session that this process leads or led."""
    pids = [int(entry) for entry in os.listdir("/proc") if entry.isdigit()] if BOOT.exists() else []
    return [p for p in pids if (fields := _stat(p)) and fields[0] != "Z" and int(fields[3]) == pid]


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name: state, parent, group, session, …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


@dataclass(frozen=True)
class Recorded:
    """A process that was started by us, in a session of its own."""

    name: str
    pid: int
    started: int

    def remains(self) -> list[int]:
        """The pids that live of it, with its children's; empty when the pid is another's by now."""
        now = started(self.pid)
        return [] if now is not None and now != self.started else session(self.pid)

    def signal(self, number: signal.Signals) -> None:
        for pid in self.remains():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue


class Record:
    """The processes of a folder: `pids`, a line `name pid` each for scripts to read, and what proves them."""

    def __init__(self, directory: Path) -> None:
        self.pids = directory / "pids"
        self._proof = directory / "pids.json"

    def write(self, processes: dict[str, int]) -> None:
        """Replace the record. Readers see the old or the new one, never half of it."""
        ours = {name: (pid, ticks) for name, pid in processes.items() if (ticks := started(pid)) is not None}
        boot = BOOT.read_text().strip() if BOOT.exists() else ""
        _replace(self._proof, json.dumps({"boot": boot, "processes": ours}))
        _replace(self.pids, "".join(f"{name} {pid}\n" for name, pid in processes.items()))

    def left(self) -> list[Recorded]:
        """What the record names and still lives."""
        try:
            proof = json.loads(self._proof.read_text())
        except (OSError, ValueError):
            return []
        if not BOOT.exists() or proof["boot"] != BOOT.read_text().strip():
            return []
        recorded = [Recorded(name, *proved) for name, proved in proof["processes"].items()]
        return [process for process in recorded if process.remains()]

    def end_left(self, grace: float = 15) -> list[str]:
        """End what a killed supervisor left behind (SIGKILL after `grace` seconds); its names."""
        left = self.left()
        for process in left:
            process.signal(signal.SIGTERM)
        deadline = time.monotonic() + grace
        while any(process.remains() for process in left):
            if time.monotonic() > deadline:
                for process in left:
                    process.signal(signal.SIGKILL)
            time.sleep(0.05)
        return [process.name for process in left]


def _replace(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.replace(path)
