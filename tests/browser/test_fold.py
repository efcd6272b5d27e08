"""The page's fold against the server's: whatever was given, and in whatever order, both end the same."""

import random
from typing import Any

from msgspec import to_builtins

from chat.actors.author import Author
from chat.events.base import UnknownEvent, WireEvent
from chat.events.files import AttachedFile
from chat.events.fold import as_now
from chat.events.kinds import KINDS
from chat.templatetags.people import hue, initials
from tests.browser.conftest import OpenPage
from tests.kinds.flag import registered

PEOPLE = [Author(str(number), name, name.title()) for number, name in enumerate(("ann", "bob", "cid"))]
EMOJI = ["👍", "✅", "🌱"]

FOLD_ALL = """async (scenarios) => {
    const { RoomLog } = await import("/static/js/log/room_log.js");
    const { register } = await import("/static/js/log/kinds.js");
    register({
        name: "flag",
        leaves: ["flagged"],
        applyTo(message, change) {
            if (change.on) message.flagged = change.note;
            else delete message.flagged;
        },
    });
    return scenarios.map((events) => {
        const log = new RoomLog();
        for (const event of events) log.take(event);
        log.takeOlder([], false);
        return log.allMessages();
    });
}"""


def written(chance: random.Random) -> list[WireEvent]:
    """A log of a few messages and whatever may happen to them."""
    log: list[WireEvent] = []
    deleted: set[int] = set()
    threads: dict[int, int] = {}  # of replies

    def add(kind: str, **fields: Any) -> None:
        seq = len(log) + 1
        if kind == "message":
            fields |= {"reply_to": None, "rev": seq}
        if kind in ("message", "edit", "restore"):
            fields |= {"text": f"t{seq}", "html": f"h{seq}"}
            if chance.random() < 0.3:
                fields |= {"mentions": [chance.choice(PEOPLE).id], "mentioned_as": [f"n{seq}"]}
        if kind in ("message", "restore") and chance.random() < 0.3:
            fields |= {"files": [AttachedFile(id=f"f{seq}", name="a.txt", type="text/plain", size=seq)]}
        author = chance.choice(PEOPLE)
        made: Any = KINDS.get(kind, UnknownEvent)
        log.append(made(room="r", seq=seq, kind=kind, id=str(seq), author=author, at="", **fields))

    def carried(target: int) -> dict[str, Any]:
        return {"thread": threads[target]} if target in threads else {}

    add("message")
    for _ in range(chance.randrange(3, 25)):
        messages = [event.seq for event in log if event.kind == "message"]
        target = chance.choice(messages)
        if target in deleted:
            add("restore", target=target, **carried(target))
            deleted.discard(target)
            continue
        if target not in threads and chance.random() < 0.3:
            threads[len(log) + 1] = target
            add("message", thread=target)
            continue
        kind = chance.choice(["message", "edit", "reaction", "reaction", "delete", "flag", "pin", "flagged"])
        if kind == "message":
            add("message")
        elif kind == "reaction":
            add("reaction", target=target, emoji=chance.choice(EMOJI), on=chance.random() < 0.7)
        elif kind == "flag":
            add("flag", target=target, note=f"n{len(log)}", on=chance.random() < 0.7)
        elif kind == "pin":
            add("pin", target=target, on=chance.random() < 0.7)
        elif kind == "delete":
            add("delete", target=target, **carried(target))
            deleted.add(target)
        else:
            add(kind, target=target)
    return log


def page(log: list[WireEvent], first: int, last: int, moment: int) -> list[WireEvent]:
    """Events `first` to `last` as they were fetched when the log had `moment` events."""
    return as_now(log[first - 1 : last], log[:moment])


def given(log: list[WireEvent], chance: random.Random) -> list[WireEvent]:
    """All of the log, live or fetched at some moment, some of it again and again, in any order."""
    events = list(log)
    for _ in range(chance.randrange(4)):
        moment = chance.randrange(1, len(log) + 1)
        first = chance.randrange(1, moment + 1)
        events += page(log, first, moment, moment)
    for index in range(len(log)):
        if chance.random() < 0.3:  # never seen live, only on a page of today
            events = [event for event in events if event.seq != index + 1]
            events += page(log, index + 1, index + 1, len(log))
    chance.shuffle(events)
    return events


def test_any_mixture_of_copies_and_events_ends_as_the_server_has_it(open_page: OpenPage) -> None:
    with registered():
        compare(open_page)


def compare(open_page: OpenPage) -> None:
    chance = random.Random(20041225)
    logs = [written(chance) for _ in range(400)]
    mixtures = [[to_builtins(event) for event in given(log, chance)] for log in logs]
    found = open_page(None, "/sign-in/").evaluate(FOLD_ALL, mixtures)
    for log, shown in zip(logs, found, strict=True):
        wanted = [to_builtins(event) for event in as_now(log, log) if event.kind == "message"]
        assert shown == wanted


def test_avatars_are_the_same_from_both_sides(open_page: OpenPage) -> None:
    names = ["Robin Ashgrove", "ann", "Ünder Över Äll", "x  y", "李 四"]
    script = """async (names) => {
        const { initials } = await import("/static/js/members/avatar.js");
        const { hue } = await import("/static/js/members/hue.js");
        return names.map((name) => [initials(name), hue(name)]);
    }"""
    found = open_page(None, "/sign-in/").evaluate(script, names)
    assert found == [[initials(name), hue(name)] for name in names]
