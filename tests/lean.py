"""The rule of lean events as the contract has it, for clients that tests are written with, and its cases."""

from typing import Any, NamedTuple

Event = dict[str, Any]


class Case(NamedTuple):
    """An event, and what is sent of it to a socket that takes lean ones."""

    name: str
    event: Event
    lean: Event


def whole(event: Event) -> Event:
    """A lean event with what was left out, as a new object."""
    found = dict(event)
    if (author := found.get("author")) is not None:
        found["author"] = {"name": author["username"], **author}
    if "text" in found:
        found.setdefault("html", _html(found["text"]))
    if found.get("kind") == "message":
        found.setdefault("reply_to", None)
        found.setdefault("rev", found["seq"])
    return found


def whole_frame(frame: Event) -> Event:
    """The same for a frame: the event that it is, or the events that it holds."""
    if frame["type"] == "event":
        return whole(frame)
    if "events" in frame:
        root = {"root": whole(frame["root"])} if "root" in frame else {}
        return {**frame, "events": [whole(event) for event in frame["events"]], **root}
    return frame


def _html(text: str) -> str:
    if text == "":
        return ""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        text = text.replace(sign, name)
    return f'<p dir="auto">{text}</p>'


def _message(text: str, html: str, **fields: Any) -> Event:
    ann = {"id": "a", "username": "ann", "name": "Ann"}
    event = {"type": "event", "room": "r", "seq": 4, "kind": "message", "id": "i", "author": ann, "at": ""}
    return {**event, "text": text, "html": html, "reply_to": None, "rev": 4, **fields}


def _case(name: str, event: Event, *left_out: str) -> Case:
    """`left_out`: keys of the event; `author.name`: the author's name."""
    lean = {key: value for key, value in event.items() if key not in left_out}
    if "author.name" in left_out:
        lean["author"] = {key: value for key, value in event["author"].items() if key != "name"}
    return Case(name, event, lean)


_ALL = ("html", "rev", "reply_to")
_SAME = {"id": "b", "username": "bob", "name": "bob"}
_CASES_OF_TEXT = {
    "plain": ("hello", '<p dir="auto">hello</p>'),
    "signs": ("a < b && c > d", '<p dir="auto">a &lt; b &amp;&amp; c &gt; d</p>'),
    "lines": ("one\n\ntwo\n", '<p dir="auto">one<br><br>two<br></p>'),
    "quotes": ('say "hi" \\n', '<p dir="auto">say "hi" \\n</p>'),
    "an entity": ("&amp;", '<p dir="auto">&amp;amp;</p>'),
    "any letters": ("ü 李 👍🏽 \u2028 \x7f", '<p dir="auto">ü 李 👍🏽 \u2028 \x7f</p>'),
    "nothing": ("", ""),
}

CASES = [
    *(_case(name, _message(*texts), *_ALL) for name, texts in _CASES_OF_TEXT.items()),
    _case("markup", _message("*a*", '<p dir="auto"><em>a</em></p>'), "rev", "reply_to"),
    _case("another direction", _message("a", "<p>a</p>"), "rev", "reply_to"),
    _case("HTML without text", _message("", '<p dir="auto"></p>'), "rev", "reply_to"),
    _case("text without HTML", _message("a", ""), "rev", "reply_to"),
    _case("an answer", _message("a", "<p>a</p>", reply_to=3), "rev"),
    _case("a changed message", _message("a", "<p>a</p>", rev=9, edited=True), "reply_to"),
    _case("a deleted message", _message("", "", rev=9, deleted=True), "html", "reply_to"),
    _case("a name twice", _message("a", "<p>a</p>", author=_SAME), "author.name", "rev", "reply_to"),
    _case(
        "an edit",
        {"type": "event", "room": "r", "seq": 5, "kind": "edit", "id": "i", "author": _SAME, "at": "",
         "target": 4, "text": "b", "html": '<p dir="auto">b</p>'},
        "html", "author.name",
    ),
    _case(
        "a reaction",
        {"type": "event", "room": "r", "seq": 6, "kind": "reaction", "id": "i", "author": _SAME, "at": "",
         "target": 4, "emoji": "👍", "on": True},
        "author.name",
    ),
    _case(
        "another kind with a rev",
        {"type": "event", "room": "r", "seq": 7, "kind": "pinned", "id": "i", "author": _SAME, "at": "",
         "rev": 7, "reply_to": None},
        "author.name",
    ),
    _case(
        "nobody's",
        {"type": "event", "room": "r", "seq": 8, "kind": "preview", "id": "i", "author": None, "at": ""},
    ),
]  # fmt: skip
