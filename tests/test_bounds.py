"""Whatever a process keeps has a bound, which stands in docs/memory.md."""

import ast
import re
from collections.abc import Iterator

from deploy.local.process import ROOT

PAGE = ROOT / "docs" / "memory.md"
# What lives as long as a command or a request, and not as long as an instance.
SHORT = {
    "actions", "admin", "archive", "events", "management", "migrations", "queries", "simulation",
    "search", "templatetags", "timeline.py", "recipients.py", "history.py",
}  # fmt: skip
KINDS = {
    "Counter", "OrderedDict", "Queue", "WeakKeyDictionary", "defaultdict", "deque", "dict", "list", "set",
}  # fmt: skip
LITERALS = (ast.Dict, ast.DictComp, ast.List, ast.ListComp, ast.Set, ast.SetComp)


def is_container(value: ast.expr | None) -> bool:
    """Is this the making of something that can grow?"""
    if isinstance(value, LITERALS):
        return True
    if not isinstance(value, ast.Call):
        return False
    if ast.unparse(value.func) == "field":
        return any(word.arg == "default_factory" for word in value.keywords)
    return ast.unparse(value.func).partition("[")[0].rpartition(".")[2] in KINDS


def assignments(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """What is assigned, and to what."""
    for node in nodes:
        if isinstance(node, ast.AnnAssign):
            yield node.target, node.value
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    yield from zip(target.elts, node.value.elts, strict=True)
                else:
                    yield target, node.value


def kept_by_class(cls: ast.ClassDef, *, fields: bool) -> Iterator[str]:
    """The attributes of its objects that can grow. `fields`: those of a struct or a dataclass, too; in most
    packages such are the outcome of a call."""
    for target, value in assignments(ast.walk(cls)):
        if re.fullmatch(r"self\.\w+", ast.unparse(target)) and is_container(value):
            yield f"{cls.name}.{ast.unparse(target).removeprefix('self.')}"
    mutable = not any("frozen=True" in ast.unparse(how) for how in (*cls.decorator_list, *cls.keywords))
    for target, value in assignments(cls.body):
        if (
            mutable
            and isinstance(target, ast.Name)
            and is_container(value)
            and not isinstance(value, LITERALS)
        ):
            yield f"{cls.name}.{target.id}"


def kept() -> set[tuple[str, str]]:
    """By file, each table and list of an instance that lives longer than one call."""
    found = set()
    for folder in ("chat", "chatsite"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT / "chat") if folder == "chat" else path.relative_to(ROOT)
            if SHORT.intersection(place.parts):
                continue
            module = ast.parse(path.read_text())
            names = [
                target.id
                for target, value in assignments(module.body)
                if isinstance(target, ast.Name) and is_container(value) and target.id.islower()
            ]
            classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
            names += [
                name for cls in classes for name in kept_by_class(cls, fields="realtime" in place.parts)
            ]
            found |= {(str(place), name) for name in names if name not in ("__all__", "urlpatterns")}
    return found


def rows() -> set[tuple[str, str]]:
    """By file, what the page names with its bound."""
    found = re.findall(r"^\| `([\w/]+\.py)` `([\w.]+)` \| .+ \| .+ \|$", PAGE.read_text(), re.MULTILINE)
    return set(found)


def test_each_table_of_an_instance_has_its_bound_on_the_page() -> None:
    assert kept() - rows() == set()


def test_what_is_on_the_page_is_in_the_sources() -> None:
    for file, name in rows():
        path = ROOT / file if file.startswith("chatsite/") else ROOT / "chat" / file
        assert name.rpartition(".")[2] in path.read_text(), f"{file} {name}"
