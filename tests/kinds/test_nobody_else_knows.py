"""Outside of chat/events nobody compares kinds of events by name: code that handles events asks the kind."""

import ast
from pathlib import Path

import pytest

from chat.events.kinds import KINDS, MESSAGE

ROOT = Path(__file__).resolve().parents[2]
OTHERS = {"events", "migrations", "replay"}  # chat logs, too, have kinds of lines
FILES = [path for path in sorted((ROOT / "chat").rglob("*.py")) if path.parent.name not in OTHERS]
# All other kinds are about messages, so anybody may ask whether an event is one. These make the others, and
# the last ones list what they did:
MAKERS = {
    "chat/actions/messages.py": {"delete", "edit", "pin", "reaction", "restore"},
    "chat/actions/member_changes.py": {"member"},
    "chat/actions/room_changes.py": {"room"},
    "chat/queries/message_versions.py": {"edit"},
    "chat/queries/pins.py": {"pin"},
    "chat/realtime/pinned.py": {"pin"},
}


def strings(node: ast.AST) -> set[str]:
    constants = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    return {value for value in constants if isinstance(value, str)}


def is_kind(node: ast.AST) -> bool:
    """Is it what an event has for `kind`: `event.kind`, `event["kind"]`, `event.get("kind")`, "$kind"?"""
    if isinstance(node, ast.Attribute):
        return node.attr == "kind"
    if isinstance(node, ast.Name):
        return node.id == "kind"
    reads = isinstance(node, ast.Subscript | ast.Call | ast.Constant)
    return reads and bool({"kind", "$kind"} & strings(node))


def compared(tree: ast.AST) -> set[str]:
    """The names with which a kind is compared, in Python or in a query."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            found |= _beside(node.left, *node.comparators)
        elif isinstance(node, ast.Match):
            found |= _beside(node.subject, *(case.pattern for case in node.cases))
        elif isinstance(node, ast.List) and len(node.elts) == 2:  # the arguments of $eq and $in
            found |= _beside(*node.elts)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                found |= _beside(key, value) if key is not None else set()
        elif isinstance(node, ast.keyword) and (node.arg or "").partition("__")[0] == "kind":
            found |= strings(node.value)
    return found & KINDS.keys()


def _beside(*sides: ast.AST) -> set[str]:
    """The strings in these parts of a comparison, where one of them is a kind."""
    return set().union(*map(strings, sides)) if any(map(is_kind, sides)) else set()


def imported_kinds(tree: ast.AST) -> set[str]:
    """The kinds whose modules are imported."""
    modules = {kind.__module__: name for name, kind in KINDS.items()}
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {modules[module] for module in imported if module in modules}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_kind_is_compared_by_name_or_by_class(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not compared(tree)
    allowed = MAKERS.get(str(path.relative_to(ROOT)), set())
    assert imported_kinds(tree) - {MESSAGE} <= allowed


@pytest.mark.parametrize(
    "line",
    [
        'event.kind == "edit"',
        'event["kind"] in ("delete", "restore")',
        'doc.get("kind") != "reaction"',
        'wanted = {"room": room, "kind": "message"}',
        'wanted = {"kind": {"$in": ["edit", "delete"]}}',
        'is_deleted = {"$eq": ["$kind", "delete"]}',
        'events.filter(kind__in=["edit"])',
        'SEEN = "delete" if kind == "delete" else ""',
    ],
)
def test_such_comparisons_are_found(line: str) -> None:
    assert compared(ast.parse(line))


def test_and_others_are_not() -> None:
    assert not compared(ast.parse('row = {"kind": "day"}\nif message["type"] == "message": pass'))
