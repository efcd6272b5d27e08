"""What docs/asyncapi.yaml says of events beside what every event has: made from the kinds (no I/O)."""

from typing import Any, get_args

import msgspec
from msgspec import UnsetType
from msgspec.structs import FieldInfo

from chat.events.base import WireEvent
from chat.events.kinds import KINDS

Json = dict[str, Any]
DELETED: Json = {
    "if": {"required": ["deleted"]},
    "then": {
        "properties": {"text": {"const": ""}, "html": {"const": ""}, "reactions": False, "files": False}
    },
}


def fields() -> Json:
    """The schema of each field that events of some kind have."""
    _, schemas = msgspec.json.schema_components(KINDS.values())
    found: Json = {}
    for kind in KINDS.values():
        described = schemas[kind.__name__]["properties"]
        found |= {name: _without_default(_whole(described[name], schemas)) for name in _own(kind)}
    return found


def _whole(schema: Any, schemas: Json) -> Any:
    """The schema with those in it to which it refers."""
    if isinstance(schema, list):
        return [_whole(part, schemas) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if (ref := schema.get("$ref")) is not None:
        named = _whole(schemas[ref.rpartition("/")[2]], schemas)
        return {name: value for name, value in named.items() if name != "title"}
    return {name: _whole(value, schemas) for name, value in schema.items()}


def _without_default(schema: Json) -> Json:
    return {key: value for key, value in schema.items() if key != "default"}


def rules() -> list[Json]:
    """Which of these fields an event of each kind has, and which not."""
    names = {name: None for kind in KINDS.values() for name in _own(kind)}
    return [*(_rule(name, _own(kind), [*names]) for name, kind in KINDS.items()), DELETED]


def _rule(kind: str, own: dict[str, FieldInfo], names: list[str]) -> Json:
    always = [name for name, field in own.items() if UnsetType not in get_args(field.type)]
    never = {name: False for name in names if name not in own}
    then = ({"required": always} if always else {}) | {"properties": never}
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": then}


def _own(kind: type[WireEvent]) -> dict[str, FieldInfo]:
    """Its fields beside those that every event has."""
    return {
        field.name: field
        for field in msgspec.structs.fields(kind)
        if field.name not in WireEvent.__struct_fields__
    }
