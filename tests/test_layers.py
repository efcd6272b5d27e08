"""Imports point downwards only, and nothing imports in a circle: docs/architecture.md, "The layers"."""

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["language", "store", "live", "rules", "verbs", "edges", "areas"]  # from the bottom up
# What Django finds by name. It stands at the edge too, and the page does not speak of it.
FOUND_BY_NAME = {"apps", "urls", "templatetags", "migrations"}
FILES = sorted(
    path for path in (ROOT / "chat").rglob("*.py") if path.name != "__init__.py" or path.parent.name != "chat"
)


def layers() -> dict[str, str]:
    """The layer of each package or module of chat/, from the page's table."""
    table = (ROOT / "docs" / "architecture.md").read_text().split("## The layers of the code")[1]
    rows = re.findall(r"^\| \*\*(\w+)\*\* \| (.*?) \|", table, re.MULTILINE)
    assert [name for name, _ in rows] == ORDER[::-1]
    listed = [(word, name) for name, words in rows for word in re.findall(r"`(\w+)/?`", words)]
    assert len(dict(listed)) == len(listed), "a package stands in two layers"
    return {**dict(listed), **dict.fromkeys(FOUND_BY_NAME, "edges")}


def part(path: Path) -> str:
    """The package or module of chat/ to which a file belongs."""
    first = path.relative_to(ROOT / "chat").parts[0]
    return first.removesuffix(".py")


def module(path: Path) -> str:
    """The dotted name by which a file is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported, wherever in the file, with the names taken from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_of_chat(path: Path) -> set[str]:
    """The parts of chat/ that a file imports."""
    names = [name.split(".") for name in imported(ast.parse(path.read_text()))]
    return {name[1] for name in names if name[0] == "chat" and len(name) > 1}


def modules_of_chat(path: Path, modules: set[str]) -> set[str]:
    """Those of `modules` (dotted names) that a file imports, whole or a name from them."""
    names = set(imported(ast.parse(path.read_text())))
    return (names | {name.rpartition(".")[0] for name in names - modules}) & modules


def test_every_part_has_a_layer_and_every_layer_its_parts() -> None:
    assert {part(path) for path in FILES} == layers().keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_downwards(path: Path) -> None:
    place = layers()
    own = ORDER.index(place.get(part(path), "edges"))
    up = {name for name in parts_of_chat(path) & place.keys() if ORDER.index(place[name]) > own}
    assert not up, f"{path.name} is of the {ORDER[own]}, and imports {up}"


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """The names of one circle, empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_no_packages_import_each_other() -> None:
    graph: dict[str, set[str]] = {}
    for path in FILES:
        graph.setdefault(part(path), set()).update(parts_of_chat(path) - {part(path)})
    assert not circle(graph)


def test_no_modules_import_each_other() -> None:
    """Imports for types included: a module that needs a part of another's names it as a Protocol."""
    modules = {module(path) for path in FILES}
    graph = {module(path): modules_of_chat(path, modules) - {module(path)} for path in FILES}
    found = circle(graph)
    assert not found, " imports ".join(reversed(found))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_language_knows_nothing_of_the_world(path: Path) -> None:
    if layers().get(part(path)) == "language":
        outside = ("django.db", "pymongo", "redis", "channels", "socket", "requests", "subprocess")
        assert not [name for name in imported(ast.parse(path.read_text())) if name.startswith(outside)]


def calls(path: Path) -> Iterator[str]:
    """Every call of the form `name.attribute(…)`, and of `….submit(…)`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            yield f"{of.id if isinstance(of, ast.Name) else getattr(of, 'attr', '')}.{node.func.attr}"


def callers(call: str) -> set[str]:
    return {module(path) for path in FILES if any(found == call for found in calls(path))}


def test_only_actions_say_something_in_a_room() -> None:
    assert {name.split(".")[1] for name in callers("writer.submit")} == {"actions"}


def test_only_actions_and_what_django_itself_does_make_notices() -> None:
    assert {name.split(".")[1] for name in callers("notice_log.append")} == {"actions", "signals"}


def test_only_the_committer_and_imports_store_events() -> None:
    storing = {call for path in FILES for call in calls(path) if call.startswith("log_appends.insert")}
    assert storing
    stored_by = set().union(*map(callers, storing))
    assert stored_by <= {"chat.realtime.committer", "chat.actions.imports"}


def test_only_removal_and_a_failed_import_take_events_away() -> None:
    removing = {call for path in FILES for call in calls(path) if call.startswith("log_removal.")}
    assert removing
    assert set().union(*map(callers, removing)) <= {"chat.actions.removal", "chat.actions.imports"}


@pytest.mark.parametrize("folder", ["chat", "chatsite", "deploy"])
def test_production_needs_neither_tests_nor_benchmark(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        found = [name.split(".")[0] for name in imported(ast.parse(path.read_text()))]
        assert not {"tests", "bench"} & set(found), path


def test_the_benchmark_needs_no_tests() -> None:
    for path in (ROOT / "bench").rglob("*.py"):
        assert "tests" not in [name.split(".")[0] for name in imported(ast.parse(path.read_text()))], path
