"""The recorded days of a public help channel, as if they were the last few days."""

import gzip
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from chat.demo.content import HELP
from chat.demo.history import RoomHistory, Speaker

STEP = timedelta(seconds=7)  # between messages of the same minute


def nicks() -> list[str]:
    """Who spoke, in order of their first messages."""
    return list(dict.fromkeys(row["nick"] for row in _rows()))


def recorded(room: str, speakers: Mapping[str, Speaker], now: datetime) -> RoomHistory:
    """The days end with yesterday. `speakers`: by nick."""
    history = RoomHistory(room, speakers)
    rows = _rows()
    days = sorted({row["day"] for row in rows})
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    seqs: dict[tuple[str, int], int] = {}  # by day and line
    last = midnight - timedelta(days=len(days) + 1)
    for row in rows:
        hour, minute = row["time"].split(":")
        day = midnight - timedelta(days=len(days) - days.index(row["day"]))
        last = max(last + STEP, day + timedelta(hours=int(hour), minutes=int(minute)))
        reply = next((seqs.get((row["day"], line)) for line in row.get("replies_to", ())), None)
        text = f"*{row['text']}*" if row["kind"] == "action" else row["text"]
        seqs[row["day"], row["line"]] = history.add("message", row["nick"], last, text=text, reply_to=reply)
    return history


@cache
def _rows() -> list[dict[str, Any]]:
    with gzip.open(HELP, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
