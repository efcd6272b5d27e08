"""What was measured, by measure and server, round by round; kept in bench/results.json."""

import os
import platform
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from bench.load.job import Result
from bench.measure.numbers import Spread, spread
from deploy.local.process import ROOT

PATH = Path(__file__).parent / "results.json"


class Conditions(msgspec.Struct):
    """Where and how it was measured."""

    at: str
    commit: str
    machine: str
    cores: int
    versions: dict[str, str]
    rounds: int
    quick: bool


class Results(msgspec.Struct):
    """`measures[measure][server]` has one Result a round."""

    conditions: Conditions
    measures: dict[str, dict[str, list[Result]]]
    notes: list[str]

    def add(self, measure: str, server: str, result: Result) -> None:
        self.measures.setdefault(measure, {}).setdefault(server, []).append(result)

    def of(self, measure: str, server: str, value: Callable[[Result], float]) -> Spread | None:
        """The median and the extremes of `value` over the rounds; None where nothing was measured."""
        rounds = self.measures.get(measure, {}).get(server, [])
        return spread([value(result) for result in rounds]) if rounds else None

    def total(self, count: Callable[[Result], int]) -> int:
        """`count` over everything that was measured."""
        return sum(
            count(result)
            for by_server in self.measures.values()
            for rounds in by_server.values()
            for result in rounds
        )

    def save(self) -> None:
        PATH.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")


def conditions(rounds: int, quick: bool) -> Conditions:
    return Conditions(
        at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        commit=_said("git", "describe", "--always", "--dirty"),
        machine=_processor(),
        cores=os.cpu_count() or 1,
        versions=_versions(),
        rounds=rounds,
        quick=quick,
    )


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version(), "Linux": platform.release()}
    found |= {name: version(name) for name in ("django", "channels", "daphne", "uvloop")}
    node = _said("node", "--version")
    return found | ({"Node.js": node} if node else {})


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
