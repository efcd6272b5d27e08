"""No test waits for a time: it waits for an event, or for a condition by tests.polling."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.polling import __file__ as polling

TESTS = Path(__file__).parent
FILES = sorted(path for path in TESTS.rglob("*.py") if path != Path(polling))


def waits(source: str) -> Iterator[str]:
    """The calls that wait for a time, or take its passing for an answer."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _waits(node):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _waits(call: ast.Call) -> bool:
    name = ast.unparse(call.func).rpartition(".")[2]
    given = [ast.unparse(argument) for argument in call.args]
    if name == "sleep":
        return given != ["0"]  # which only lets other tasks run
    if name in ("suppress", "raises"):
        return any("Timeout" in argument for argument in given)
    if ast.unparse(call.func) == "asyncio.wait":
        return any(keyword.arg == "timeout" for keyword in call.keywords)
    return name == "wait_for_timeout"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_waits_for_a_time(path: Path) -> None:
    assert list(waits(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        "time.sleep(0.1)",
        "await asyncio.sleep(delay)",
        "sleep(1)",
        "page.wait_for_timeout(50)",
        "suppress(TimeoutError)",
        "pytest.raises((TimeoutError, OSError))",
        "await asyncio.wait([task], timeout=3)",
    ],
)
def test_a_wait_for_a_time_is_found(source: str) -> None:
    assert list(waits(source)) == [f"line 1: {source.removeprefix('await ')}"]


def test_what_only_lets_other_tasks_run_is_no_wait() -> None:
    assert list(waits("await asyncio.sleep(0)\nawait asyncio.wait([task])")) == []
