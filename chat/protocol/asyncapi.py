"""The AsyncAPI document of the contract, made from the types of its frames (no I/O)."""

from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec
from msgspec import Struct

from chat.protocol import server_frames

Json = dict[str, Any]

INFO: Json = {
    "title": "Wick",
    "version": "1",
    "description": (
        "One WebSocket for each signed-in client carries all the rooms that it follows. A room is a log of "
        "events numbered 1, 2, 3, … without gaps. Ignore fields and frame types that you do not know."
    ),
    "externalDocs": {"description": "The same for people, with examples", "url": "protocol.md"},
}
SERVERS: Json = {
    "yours": {
        "host": "chat.example.org",
        "protocol": "wss",
        "security": [
            {"$ref": "#/components/securitySchemes/token"},
            {"$ref": "#/components/securitySchemes/session"},
        ],
    }
}
SECURITY: Json = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A program's token, in the upgrade request.",
    },
    "session": {
        "type": "httpApiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "A browser's session. The Origin has to be there, and allowed.",
    },
}
LEAN = (
    "Every event, wherever it stands, leaves out what follows from the rest: `html` where it is that of a "
    "text without markup, `rev` of a message where it is `seq`, `reply_to` where it is null, the author's "
    "`name` where it is the `username`. What the schemas here say is true of an event once these are put "
    'back. protocol.md, "Lean events and compression", has the rule.'
)
QUERY: Json = {"type": "object", "properties": {"lean": {"const": "1", "description": LEAN}}}
RECEIVED = "Frames that a client sends. Those of one socket are handled in the order received."
SENT = "Frames that the server sends. The first one is `welcome`."
ANSWERS = {frame.__struct_config__.tag for frame in server_frames.FRAMES}


def document(asked: Iterable[type[Struct]], fields: Json, rules: list[Json]) -> Json:
    """`asked`: the types of the frames that clients send. `fields` and `rules`: what an event has beside what
    every event has."""
    asked = tuple(asked)
    frames = [*asked, *server_frames.FRAMES]
    channel = {
        "address": "/ws/",
        "servers": [{"$ref": "#/servers/yours"}],
        "messages": {_key(frame): {"$ref": f"#/components/messages/{_key(frame)}"} for frame in frames},
        "bindings": {"ws": {"method": "GET", "query": QUERY, "bindingVersion": "0.1.0"}},
    }
    return {
        "asyncapi": "3.0.0",
        "info": INFO,
        "defaultContentType": "application/json",
        "servers": SERVERS,
        "channels": {"socket": channel},
        "operations": {
            "receive": _operation("receive", RECEIVED, asked),
            "send": _operation("send", SENT, server_frames.FRAMES),
        },
        "components": {
            "securitySchemes": SECURITY,
            "messages": {_key(frame): _message(frame) for frame in frames},
            "schemas": _with_kinds(_schemas(frames), fields, rules),
        },
    }


def _operation(action: str, summary: str, frames: Iterable[type[Struct]]) -> Json:
    messages = [{"$ref": f"#/channels/socket/messages/{_key(frame)}"} for frame in frames]
    return {
        "action": action,
        "summary": summary,
        "channel": {"$ref": "#/channels/socket"},
        "messages": messages,
    }


def _message(frame: type[Struct]) -> Json:
    return {
        "name": frame.__struct_config__.tag,
        "summary": cleandoc(frame.__doc__ or ""),
        "payload": {"$ref": f"#/components/schemas/{frame.__name__}"},
    }


def _schemas(frames: list[type[Struct]]) -> Json:
    """The schema of each frame and of its parts. The docstring of a frame stands at its message."""
    _, schemas = msgspec.json.schema_components(frames, ref_template="#/components/schemas/{name}")
    for frame in frames:
        schema = schemas[frame.__name__]
        schema.pop("description", None)
        schema.pop("additionalProperties", None)  # fields that are not known are ignored
        schema.update(getattr(frame, "RULES", {}))
    return {name: _without_titles(schemas[name]) for name in sorted(schemas)}


def _with_kinds(schemas: Json, fields: Json, rules: list[Json]) -> Json:
    schemas["EventFrame"]["properties"] |= fields
    schemas["EventFrame"]["allOf"] = rules
    return schemas


def _without_titles(schema: Json) -> Json:
    """A title would say the name of the schema again."""
    return {name: value for name, value in schema.items() if name != "title"}


def _key(frame: type[Struct]) -> str:
    """Its type on the wire, which may be that of a frame of the other direction, too."""
    name = str(frame.__struct_config__.tag)
    asks = frame not in server_frames.FRAMES and name in ANSWERS
    return f"{name}Request" if asks else name
