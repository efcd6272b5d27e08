"""A file has one subject and fits on a few screens, and a function is short (CONTRIBUTING.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.process import ROOT

LINES, FUNCTION = 300, 50  # at most
# One list each, which is looked up and not read.
LISTS = {"chatsite/settings.py", "chat/protocol/server_frames.py"}


def sources() -> Iterator[Path]:
    for folder in ("chat", "chatsite", "deploy"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION:
                yield f"{path.relative_to(ROOT)}: {node.name} has {length} lines"


def test_no_file_is_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > LINES and name not in LISTS} == {}


def test_no_function_is_long() -> None:
    assert [each for path in sources() for each in long_functions(path)] == []


@pytest.mark.parametrize(("lines", "is_long"), [(FUNCTION, False), (FUNCTION + 1, True)])
def test_a_long_function_is_found(
    tmp_path: Path, lines: int, is_long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    source = tmp_path / "source.py"
    source.write_text("def long():\n" + "    pass\n" * (lines - 1))
    assert bool([*long_functions(source)]) == is_long
