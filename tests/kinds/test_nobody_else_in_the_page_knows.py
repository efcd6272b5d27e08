"""In the scripts of the page, too, only the modules of kinds compare kinds of events by name."""

import re
from pathlib import Path

import pytest

from chat.events.kinds import KINDS

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
FILES = [
    path for path in sorted(SCRIPTS.rglob("*.js")) if path.name != "kinds.js" and path.parent.name != "kinds"
]
# Rows of the timeline have a kind as well, and one of them is the row of a message.
EVENT = r"\b(?:event|change|frame|copy)\.kind|(?<![\w.])kind"
COMPARED = re.compile(rf"(?:{EVENT})\s*[!=]==?\s*[\"'](?P<name>\w+)[\"']")


def compared(script: str) -> set[str]:
    return {found["name"] for found in COMPARED.finditer(script)} & KINDS.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SCRIPTS)))
def test_no_kind_is_compared_by_name(path: Path) -> None:
    assert not compared(path.read_text())


@pytest.mark.parametrize(
    "line", ['if (event.kind === "edit") {', "theirs.filter(({ kind }) => kind !== 'delete')"]
)
def test_such_comparisons_are_found(line: str) -> None:
    assert compared(line)


def test_rows_are_no_events() -> None:
    assert not compared('if (row.kind === "message") draw(row);')
