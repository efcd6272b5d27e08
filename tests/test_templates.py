"""Templates can be read in a window of 120 columns, and whatever they name is there."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode

from chat.templatetags import jinja

FOLDER = Path(__file__).resolve().parent.parent / "templates"
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
JINJA = [path for path in FILES if path.parent.name == "jinja"]
DJANGO = [path for path in FILES if path not in JINJA]
LONGEST = 120
NAMED = re.compile(r'{%\s*(?:include|extends)\s+"([^"]+)"')
PART = re.compile(r'part\("([^"]+)"')


def names(text: str) -> list[str]:
    """The templates that a template includes or extends."""
    return NAMED.findall(text)


def name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def test_templates_are_found() -> None:
    assert len(FILES) > 40
    assert names('{% extends "a.html" %}{% include "b/c.html" with d=e %}') == ["a.html", "b/c.html"]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_line_is_longer_than_a_window(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert [f"{number}: {line}" for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []


@pytest.mark.parametrize("path", JINJA, ids=name)
def test_a_template_of_jinja_can_be_compiled_and_what_it_names_is_there(path: Path) -> None:
    jinja.found(path.name)
    for named in PART.findall(path.read_text()):
        get_template(named)


@pytest.mark.parametrize("path", DJANGO, ids=name)
def test_what_a_template_names_is_there(path: Path) -> None:
    get_template(name(path))
    for named in names(path.read_text()):
        get_template(named)


def extended(found: Any) -> list[Any]:
    """The template that one extends, in a list; none where it is Django's own of the same name."""
    parents = [node.parent_name.var for node in found.template.nodelist.get_nodes_by_type(ExtendsNode)]
    return [get_template(parent) for parent in parents if parent != found.template.name]


def blocks(found: Any) -> set[str]:
    """The blocks of a template and of those that it extends."""
    own = {node.name for node in found.template.nodelist.get_nodes_by_type(BlockNode)}
    return own.union(*map(blocks, extended(found)))


@pytest.mark.parametrize("path", DJANGO, ids=name)
def test_a_block_that_a_template_fills_is_in_one_that_it_extends(path: Path) -> None:
    found: Any = get_template(name(path))
    for parent in extended(found):
        [extends] = found.template.nodelist.get_nodes_by_type(ExtendsNode)
        filled = {node.name for node in extends.nodelist if isinstance(node, BlockNode)}
        assert filled - blocks(parent) == set()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_of_a_merge_is_left_in_a_template(path: Path) -> None:
    marks = ("<<<<<<< ", "=======", ">>>>>>> ")
    assert [line for line in path.read_text().splitlines() if line.startswith(marks)] == []
