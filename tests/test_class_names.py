"""A class of the product has a name of its own: who reads it in a trace or a log knows which one is meant."""

import ast
from collections import defaultdict

from deploy.local.process import ROOT

SOURCES = ("chat", "chatsite", "deploy", "bench")
# Names that others give: Django finds a command and a form's options by them.
GIVEN = {"Command", "Meta"}
SHARED = {
    "Draft": "what is stored, and the frame that brings it",
    "EventLayer": "what two parts each need of the bus",
    "Job": "work that waits in a queue, and what a load generator is asked to do",
    "Level": "what is stored, and the frame that brings it",
    "Member": "of a room in a frame, and of a room under load",
    "Role": "in a room, and in the workspace",
    "ChatConsumer": "a peer of the benchmark is what people write with Channels",
    "FollowedRoom": "what two parts each need of a live room",
    "Place": "where a socket stands in a room, and where a measure takes place",
    "_Event": "private to a dialect of the benchmark",
    "_Text": "private to a dialect of the benchmark",
}


def classes() -> dict[str, list[str]]:
    """The files of each name."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in SOURCES:
        for file in sorted((ROOT / source).rglob("*.py")):
            if "migrations" not in file.parts:
                tree = ast.parse(file.read_text())
                for node in ast.walk(tree):
                    if isinstance(node, ast.ClassDef) and node.name not in GIVEN:
                        found[node.name].append(str(file.relative_to(ROOT)))
    return found


def test_two_classes_have_two_names() -> None:
    assert {name: files for name, files in classes().items() if len(files) > 1 and name not in SHARED} == {}


def test_no_exception_is_left_over() -> None:
    assert {name for name in SHARED if len(classes()[name]) < 2} == set()
