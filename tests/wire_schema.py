"""docs/asyncapi.yaml as a judge of frames."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

FILE = Path(__file__).resolve().parent.parent / "docs" / "asyncapi.yaml"
Json = dict[str, Any]


@cache
def document() -> Json:
    read: Json = yaml.safe_load(FILE.read_text())
    return read


def resolve(ref: str) -> Any:
    """What a `$ref` of the document points at. KeyError when it points nowhere."""
    found: Any = document()
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return found


def messages(operation: str) -> dict[str, str]:
    """The messages of an operation: the pointer of each by its type on the wire."""
    pointers = [
        resolve(message["$ref"])["$ref"] for message in document()["operations"][operation]["messages"]
    ]
    return {resolve(pointer).get("name", pointer.rpartition("/")[2]): pointer for pointer in pointers}


@cache
def validator(operation: str, type: str, strict: bool) -> Draft7Validator | None:
    """For frames of a type. `strict`: fields that the document does not have are faults."""
    pointer = messages(operation).get(type)
    if pointer is None:
        return None
    components = deepcopy(document()["components"])
    if strict:
        _close(components)
    return Draft7Validator({"$ref": f"{pointer}/payload", "components": components})


def _close(schema: Any) -> None:
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for inner in schema.values():
            _close(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _close(inner)


def faults(operation: str, frame: Any, *, strict: bool = False) -> list[str]:
    """What is wrong with a frame by the document; empty when nothing is."""
    judge = validator(operation, str(frame.get("type")), strict) if isinstance(frame, dict) else None
    if judge is None:
        return ["there is no such frame"]
    return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(frame)]
