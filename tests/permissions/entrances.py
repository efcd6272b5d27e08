"""Which parts of the code call which action, out of the code itself: the entrances of the actions."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from deploy.local.process import ROOT

ACTIONS = "chat.actions"
AREAS = ("kept",)  # nested apps whose module `actions` is in the tables too
# Where the world comes in, as folders and files of the chat and of its nested apps.
EDGES = {"views", "admin", "commands", "api"}


class Entrance(NamedTuple):
    """`module`: a path below chat/, such as `views/members`."""

    module: str
    action: str


def entrances() -> set[Entrance]:
    """Every action that is named in a view, in the admin, in the API or in a command."""
    found = set()
    for path in sorted((ROOT / "chat").rglob("*.py")):
        place = path.relative_to(ROOT / "chat").with_suffix("")
        if EDGES & {*place.parts}:
            found |= {Entrance(str(place), action) for action in _named(path)}
    return found


def _named(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    modules, functions = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in modules:
                yield f"{modules[node.value.id]}.{node.attr}"
        elif isinstance(node, ast.Name) and node.id in functions:
            yield functions[node.id]


def _imported(tree: ast.AST) -> tuple[dict[str, str], dict[str, str]]:
    """The modules of actions, and the actions themselves, by the names that they have in a file."""
    modules: dict[str, str] = {}
    functions: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {f"chat.{area}" for area in AREAS}:
            area = str(node.module).removeprefix("chat.")
            modules |= {alias.asname or alias.name: area for alias in node.names if alias.name == "actions"}
        elif isinstance(node, ast.ImportFrom) and node.module == ACTIONS:
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{ACTIONS}."):
            module = str(node.module).removeprefix(f"{ACTIONS}.")
            functions |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in node.names}
    return modules, functions
