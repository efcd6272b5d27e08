"""No text for people stands in Python as it is: of refusals, answers to forms, labels and names of models."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.process import ROOT

# For operators at a command line, and programs that watch an instance: in English.
OPERATORS = (
    "management/",
    "simulation/",
    "migrations/",
    "checks.py",
    "actions/imported_room.py",
    "actions/imports.py",
    "actions/upgrades.py",
)
# The place of the text among the arguments.
CALLS = {
    "Refused": 1, "BadFrame": 1, "forbidden": 0, "unavailable": 0, "not_found": 0, "ValidationError": 0,
    "PermissionDenied": 0, "success": 1, "info": 1, "error": 1, "warning": 1, "message_user": 1,
    "add_error": 1,
}  # fmt: skip
LOGGERS = {"logger", "logging"}
ASSIGNED = {"index_title", "search_help_text", "verbose_name", "verbose_name_plural"}
# Of what is shown as a form, a list or a page; elsewhere the same words name other things.
SHOWN = ("admin/", "models/", "views/")
KEYWORDS = {
    "label", "help_text", "verbose_name", "verbose_name_plural", "title", "explains", "button", "done",
    "already", "description",
}  # fmt: skip
FILES = [
    path
    for folder in ("chat", "chatsite")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not any(part in str(path) for part in OPERATORS)
]


def is_plain(text: ast.expr | None) -> bool:
    """Is it a text of words as they stand, or one that is put together?"""
    if isinstance(text, ast.Constant):
        return isinstance(text.value, str) and bool(re.search("[A-Za-z]", text.value))
    if isinstance(text, ast.JoinedStr):
        return any(is_plain(part) for part in text.values if isinstance(part, ast.Constant))
    return isinstance(text, ast.BinOp) and (is_plain(text.left) or is_plain(text.right))


def plain_texts(tree: ast.AST, shown: bool) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (text for text in texts_of(node, shown) if is_plain(text))
        elif (
            isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ASSIGNED and is_plain(node.value)
        ):
            yield node.value


def texts_of(call: ast.Call, shown: bool) -> Iterator[ast.expr]:
    function = call.func
    if isinstance(function, ast.Attribute) and ast.unparse(function.value).split(".")[-1] in LOGGERS:
        return
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    place = CALLS.get(name)
    if place is not None and len(call.args) > place:
        yield call.args[place]
    yield from (word.value for word in call.keywords if shown and word.arg in KEYWORDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_are_marked(path: Path) -> None:
    shown = any(part in str(path) for part in SHOWN)
    texts = plain_texts(ast.parse(path.read_text()), shown)
    assert [f"{text.lineno}: {ast.unparse(text)}" for text in texts] == []


@pytest.mark.parametrize(
    "source",
    [
        'raise Refused(Code.EMPTY, "There is nothing.")',
        'raise forbidden(f"{name} may not.")',
        'notes.success(request, "Done by %s" % name)',
        'field = CharField(_("name"), help_text="as others read it")',
        'class Meta:\n    verbose_name = "room"',
    ],
)
def test_a_text_that_is_not_marked_is_found(source: str) -> None:
    assert len(list(plain_texts(ast.parse(source), shown=True))) == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_catalogs_are_asked_by_the_names_that_are_collected(path: Path) -> None:
    imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    of_catalogs = (
        name for node in imports if node.module == "django.utils.translation" for name in node.names
    )
    assert {name.asname for name in of_catalogs} <= {None, "_"}
