"""docs/protocol.md as a conversation: who sends which frames, who receives which, what happens meanwhile."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "protocol.md"
Frame = dict[str, Any]

_parts = re.compile(
    r"\*\*(?P<who>You|Bob|Your other socket) (?P<does>send|receive)s?\*\*\n\n```json\n(?P<frames>.*?)\n```"
    r"|<!-- meanwhile: (?P<meanwhile>.*?) -->",
    re.DOTALL,
)


@dataclass(frozen=True)
class Part:
    """One block of the page: frames that somebody sends or receives, or something that happens."""

    who: str = ""
    does: str = ""
    frames: list[Frame] = field(default_factory=list)
    meanwhile: str = ""


def parts() -> Iterator[Part]:
    for found in _parts.finditer(PAGE.read_text()):
        if found["meanwhile"]:
            yield Part(meanwhile=found["meanwhile"])
        else:
            yield Part(found["who"], found["does"], list(json_objects(found["frames"])))


def json_objects(text: str) -> Iterator[Frame]:
    """The JSON objects that follow each other in a block."""
    decoder, place = json.JSONDecoder(), 0
    while place < len(text):
        frame, place = decoder.raw_decode(text, place)
        yield frame
        while place < len(text) and text[place].isspace():
            place += 1


def program() -> str:
    """The Python program at the end of the page."""
    [found] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return str(found)


def table(heading: str) -> list[str]:
    """The first column of the table under a heading, without its backticks."""
    section = PAGE.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.*?) \|", section, re.MULTILINE)
    return [row.strip("`") for row in rows if row != "code" and not row.startswith("---")]


class Names:
    """What is called otherwise in the page than on a server: ids, epochs, the room. Bound where first met."""

    FREE = ("epoch", "instance", "version")  # fields whose values are the server's

    def __init__(self, **known: str) -> None:
        self.actual = dict(known)  # by the name in the page

    def sent(self, shown: Any) -> Any:
        """What to send for a shown value."""
        if isinstance(shown, dict):
            return {key: self.sent(value) for key, value in shown.items()}
        return self.actual.get(shown, shown) if isinstance(shown, str) else shown

    def agrees(self, shown: Any, actual: Any, key: str = "") -> bool:
        """Whether a received value is what the page shows, but for names, times, sentences and `…`."""
        if shown == "…":
            return True
        if isinstance(shown, dict):
            shown = {self.actual.get(name, name): value for name, value in shown.items()}
            return (
                isinstance(actual, dict)
                and shown.keys() == actual.keys()
                and all(self.agrees(shown[name], actual[name], name) for name in shown)
            )
        if isinstance(shown, list):
            if key == "online":  # in no order
                shown, actual = (sorted(users, key=lambda user: user["name"]) for users in (shown, actual))
            return len(shown) == len(actual) and all(map(self.agrees, shown, actual))
        if key == "at":
            return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", actual))
        if key in ("after", "retry_after"):
            return isinstance(actual, int | float) and actual > 0
        if key in self.FREE or (key == "id" and re.fullmatch(r"[0-9a-f-]{36}", str(shown))):
            return self.actual.setdefault(shown, actual) == actual
        return bool(self.actual.get(shown, shown) == actual) if isinstance(shown, str) else shown == actual
