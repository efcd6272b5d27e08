"""A day of chat from a file of JSON Lines, gzipped or not: one object for each thing that was said.

An object has `day` (2004-12-25), `line` (its number in that day), `time` (HH:MM), `kind` (message, action, or
something else, which is passed over), `nick`, `text`, and perhaps `replies_to` (lines of the same day).
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, Any

AN_HOUR = 3600


class NoSuchDay(Exception):
    """The file has no messages of this day; the error names the days that it has."""


@dataclass(slots=True)
class CorpusLine:
    """`at`: seconds after the day's first line, at which it was said."""

    number: int
    nick: str
    text: str
    at: float = 0.0
    replies_to: list[int] = field(default_factory=list)


def read(path: Path, day: str, most: int | None = None) -> list[CorpusLine]:
    """What was said on this day, in order; at most `most` of it. Raises NoSuchDay, OSError, ValueError."""
    days: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    with _open(path) as file:
        for row in _rows(file):
            days[row["day"]] += 1
            if row["day"] == day and row["text"].strip():
                rows.append(row)
    if not rows:
        known = f"it has {len(days)} days from {min(days)} to {max(days)}" if days else "it is empty"
        raise NoSuchDay(f"{path} has nothing of {day}: {known}.")
    return _timed(rows)[:most]


def _open(path: Path) -> IO[str]:
    return gzip.open(path, "rt") if path.suffix == ".gz" else path.open()


def _rows(file: IO[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file, 1):
        try:
            row = json.loads(line)
            if row["kind"] in ("message", "action"):
                yield {name: row[name] for name in ("day", "line", "time", "kind", "nick", "text")} | {
                    "replies_to": row.get("replies_to") or []
                }
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"line {number} is nothing that was said, as JSON") from None


def _timed(rows: list[dict[str, Any]]) -> list[CorpusLine]:
    """Times are to the minute: what was said in the same one is spread over it. A clock that goes back a
    little stands still; by more, and it has turned over, after twelve hours or after a day."""
    lines: list[CorpusLine] = []
    now, first = 0.0, None
    for time, group in groupby(rows, key=lambda row: row["time"]):
        hour, minute = time.split(":")
        stated = int(hour) * 3600.0 + int(minute) * 60.0
        first = stated if first is None else first
        after = stated - first
        while after < now - AN_HOUR:
            after += 12 * AN_HOUR
        now = max(now, after)
        same = list(group)
        lines += [_line(row, now + 60.0 * i / len(same)) for i, row in enumerate(same)]
    return lines


def _line(row: dict[str, Any], at: float) -> CorpusLine:
    text = f"/me {row['text']}" if row["kind"] == "action" else row["text"]
    return CorpusLine(row["line"], row["nick"], text, at, row["replies_to"])
