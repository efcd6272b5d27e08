"""What the demo consists of, as its files have it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import convert

DATA = Path(__file__).parent / "data"
HELP = DATA / "help.jsonl.gz"


@dataclass(frozen=True)
class Person:
    """`status`: an emoji and a text, or nothing. `hue`: of the picture, in degrees."""

    username: str
    name: str
    hue: int
    pronouns: str = ""
    about: str = ""
    zone: str = ""
    status: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class ScriptedMessage:
    """One message. `ago`: minutes before the demo is made. `reply_to` and `thread` name the `key` of an
    earlier message of the room; `reactions` has user names by emoji; `image` names a drawing."""

    by: str
    text: str
    ago: float
    key: str = ""
    reply_to: str = ""
    thread: str = ""
    pinned: bool = False
    reactions: dict[str, list[str]] | None = None
    image: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Script:
    """A room or a direct conversation with what was said in it. The first member owns a room. `unread`: of
    the newest messages, for the visitor."""

    members: list[str]
    messages: list[ScriptedMessage]
    unread: int = 0
    slug: str = ""
    title: str = ""
    topic: str = ""
    kind: str = "public"


def people() -> list[Person]:
    """The accounts; the visitor's is the first."""
    return convert(_file("people.toml")["people"], list[Person])


def rooms() -> list[Script]:
    return convert(_file("rooms.toml")["rooms"], list[Script])


def conversations() -> list[Script]:
    return convert(_file("rooms.toml")["conversations"], list[Script])


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
