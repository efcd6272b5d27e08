"""What the page counts from the frames of its list of rooms, against the server counting the same log."""

import json
import random
from typing import Any

import pytest
from msgspec import UNSET, to_builtins
from playwright.sync_api import Page

from chat.actors.author import Author
from chat.events.activity import MOST, CountChange, Counts, activity_frame, count_change
from chat.events.base import WireEvent
from chat.events.kinds import KINDS
from tests.browser.conftest import OpenPage

Frame = dict[str, Any]
ME = Author("me", "me", "Me")
PEOPLE = [ME, Author("ann", "ann", "Ann"), Author("bob", "bob", "Bob")]

# Gives frames to the page's list of rooms, as a connection does; what it holds then, and what it has sent.
GIVE = """async ({ rooms, frames }) => {
    const { WatchedRooms } = await import("/static/js/watch/watched_rooms.js");
    const { Emitter } = await import("/static/js/emitter.js");
    const connection = new Emitter();
    const sent = [];
    connection.welcome = { limits: { frame: 65536 } };
    connection.send = (frame) => sent.push(frame);
    const watched = new WatchedRooms({ connection, rooms, me: { id: "me", username: "me", name: "Me" } });
    for (const frame of frames) {
        const id = sent.findLast(({ type }) => type === "watch")?.id;
        connection.emit(frame.type, frame.type === "rooms" ? { ...frame, id } : frame);
        await null;
    }
    const { withThreads } = await import("/static/js/watch/room_counts.js");
    const held = watched.all.map(({ id, title, drafts, counts }) => [id, { title, drafts, ...counts }]);
    const shown = watched.all.map(({ id, counts }) => [id, withThreads(counts, counts)]);
    const badges = Object.fromEntries(shown);
    return { held: Object.fromEntries(held), badges, sent: sent.map(({ id, ...frame }) => frame) };
}"""


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(None, "/sign-in/")


def given(
    page: Page, *frames: Frame, rooms: list[Frame] | None = None
) -> tuple[dict[str, Frame], list[Frame]]:
    """What the page holds of each room after these frames, and what it has sent."""
    found = page.evaluate(GIVE, {"rooms": rooms or [], "frames": [{"type": "online"}, *frames]})
    return found["held"], found["sent"]


def room(name: str = "tea", **fields: Any) -> Frame:
    counts = {"head": 10, "read": 4, "unread": 3, "for_me": 1, "threads": [], "at": None}
    kept = {"kind": "public", "slug": name, "title": "", "topic": "", "role": "member", "level": "all"}
    return {"room": name, **kept, "favourite": False, "version": "v1", **counts, **fields}


def listed(*rooms: Frame, **fields: Any) -> Frame:
    return {"type": "rooms", "rooms": list(rooms), **fields}


def counts(held: dict[str, Frame], name: str = "tea") -> tuple[int, int, int, int]:
    return tuple(held[name][field] for field in ("position", "read", "unread", "forMe"))


def activity(after: int, head: int, **lists: list[Frame]) -> Frame:
    return {"type": "activity", "room": "tea", "after": after, "head": head, **lists}


# --- counting -----------------------------------------------------------------------------------------------


def written(chance: random.Random) -> list[WireEvent]:
    """A log of messages, some deleted, some of those restored, with reactions between."""
    log: list[WireEvent] = []
    messages: dict[int, Any] = {}
    deleted: set[int] = set()
    for seq in range(1, chance.randrange(5, 40)):
        author, fields = chance.choice(PEOPLE), {}
        standing = sorted(messages.keys() - deleted)
        kind = chance.choice(["message", "message", "delete", "restore", "reaction"])
        if kind == "restore" and deleted:
            fields = of_message(messages[chance.choice(sorted(deleted))]) | {"text": "t", "html": "h"}
            deleted.discard(fields["target"])
        elif kind == "delete" and standing:
            fields = of_message(messages[chance.choice(standing)])
            deleted.add(fields["target"])
        elif kind == "reaction" and standing:
            fields = {"target": standing[-1], "emoji": "👍", "on": True}
        else:
            kind, fields = "message", {"text": "t", "html": "h", "reply_to": None, "rev": seq}
            if chance.random() < 0.4:
                fields["mentions"] = [chance.choice(["me", "ann", "*"])]
            if messages and chance.random() < 0.3:
                fields |= {"thread": min(messages), **chance.choice([{}, {"also": True}])}
        made: Any = KINDS[kind]
        log.append(made(room="tea", seq=seq, id=str(seq), author=author, at="2026-01-01", **fields))
        if kind == "message":
            messages[seq] = log[-1]
    return log


def of_message(message: Any) -> Frame:
    """What a deletion or restoration says of its message."""
    mentions = {} if message.mentions is UNSET else {"message_mentions": message.mentions}
    thread = {name: value for name in ("thread", "also") if (value := getattr(message, name)) is not UNSET}
    return {"target": message.seq, "message_author": message.author.id, **mentions, **thread}


def frames_of(log: list[WireEvent], chance: random.Random, start: int) -> list[Frame]:
    """What a socket gets of the events above `start`: as activity, some twice, and as a followed room."""
    frames: list[Frame] = []
    at = start
    while at < len(log):
        end = chance.randrange(at + 1, len(log) + 1)
        if chance.random() < 0.4:
            frames += [{"type": "event", **to_builtins(event)} for event in log[at:end]]
        else:
            first = chance.choice([at, max(0, at - 3)])  # the frame may begin before what was stated
            changes = [change for event in log[first:end] if (change := count_change(event))]
            frames.append(json.loads(activity_frame("tea", first, end, None, changes)))
        at = end
    return frames


@pytest.mark.parametrize("kind", ["public", "direct"])
def test_counts_are_those_of_the_server_whatever_is_posted_or_deleted(page: Page, kind: str) -> None:
    chance = random.Random(f"counts {kind}")
    for _ in range(60):
        log = written(chance)
        read, start = sorted((chance.randrange(len(log)), chance.randrange(len(log))))
        changes = [change for event in log if (change := count_change(event))]
        before = counted(changes, read, start, kind)
        object_ = room(kind=kind, head=start, read=read, unread=before.unread, for_me=before.for_me)
        held, sent = given(page, listed(object_), *frames_of(log, chance, start))
        after = counted(changes, read, len(log), kind)
        assert counts(held) == (len(log), read, after.unread, after.for_me)
        assert sent == [{"type": "watch"}]


def counted(changes: list[CountChange], read: int, head: int, kind: str) -> Counts:
    upto = [change for change in changes if change.at <= head]
    return Counts(0, read).after(upto, "me", direct=kind == "direct")._replace(head=head)


def test_replies_are_counted_in_the_threads_that_one_follows(page: Page) -> None:
    threads = [{"seq": 2, "read": 4, "unread": 1}, {"seq": 3, "read": 99, "unread": 0}]
    new = [{"seq": seq, "author": "ann", "thread": thread} for seq, thread in ((11, 2), (12, 3), (13, 5))]
    new += [{"seq": 14, "author": "me", "thread": 2}, {"seq": 15, "author": "ann", "thread": 2, "also": True}]
    gone = [{"seq": 11, "by": 16, "author": "ann", "thread": 2}]
    held, _ = given(page, listed(room(threads=threads)), activity(10, 16, new=new, gone=gone))
    assert held["tea"]["threads"] == [
        threads[0] | {"unread": 2, "also": [15], "also_for_me": []},
        threads[1],
    ]
    assert counts(held) == (16, 4, 4, 1)


def badge(page: Page, *frames: Frame) -> tuple[int, int]:
    """What the sidebar shows of the room after these frames: of all, and of what is for me."""
    found = page.evaluate(GIVE, {"rooms": [], "frames": [{"type": "online"}, *frames]})["badges"]["tea"]
    return found["unread"], found["forMe"]


def test_a_reply_that_the_room_shows_too_is_shown_once(page: Page) -> None:
    threads = [{"seq": 2, "read": 4, "unread": 0}]
    plain = {"seq": 11, "author": "ann", "thread": 2, "also": True}
    named = {"seq": 12, "author": "ann", "thread": 2, "also": True, "for": ["me"]}
    seen = room(read=10, unread=0, for_me=0, threads=threads)
    frames = listed(seen), activity(10, 12, new=[plain, named])
    assert badge(page, *frames) == (2, 2)
    gone = activity(12, 13, gone=[{**plain, "by": 13}])
    assert badge(page, *frames, gone) == (1, 1)
    place = {"type": "counts", "room": "tea", "head": 12}
    both = threads[0] | {"unread": 2, "also": [11, 12], "also_for_me": [12]}
    same = {**place, "read": 10, "unread": 2, "for_me": 1, "threads": [both]}
    assert badge(page, *frames, same) == (2, 2)
    reloaded = room(head=12, read=10, unread=2, for_me=1, threads=[both])
    assert badge(page, listed(reloaded)) == (2, 2)
    read_in_room = {**same, "read": 12, "unread": 0, "for_me": 0}
    assert badge(page, *frames, read_in_room) == (2, 2)
    read_in_thread = {**same, "threads": [threads[0] | {"read": 12}]}
    assert badge(page, *frames, read_in_thread) == (2, 1)


def test_a_hundred_stays_until_it_is_stated_again(page: Page) -> None:
    gone = [{"seq": 9, "by": 11, "author": "ann"}]
    full = room(unread=MOST, for_me=2)
    held, _ = given(page, listed(full), activity(10, 11, gone=gone))
    assert counts(held) == (11, 4, MOST, 2)
    stated = {"type": "counts", "room": "tea", "head": 12, "read": 4, "unread": 99, "for_me": 2}
    held, _ = given(page, listed(full), activity(10, 11, gone=gone), stated)
    assert counts(held) == (12, 4, 99, 2)


def test_a_reply_that_only_its_thread_shows_counts_nothing_in_the_room(page: Page) -> None:
    new = [{"seq": 11, "author": "ann", "thread": 3}, {"seq": 12, "author": "ann", "thread": 3, "also": True}]
    held, _ = given(page, listed(room()), activity(10, 12, new=new))
    assert counts(held) == (12, 4, 4, 1)


def test_what_was_missed_is_asked_for_once(page: Page) -> None:
    new = [{"seq": 13, "author": "ann"}]
    held, sent = given(page, listed(room()), activity(12, 13, new=new), activity(13, 14, new=new))
    assert counts(held) == (10, 4, 3, 1)
    assert sent == [{"type": "watch"}, {"type": "counts", "room": "tea"}]


def test_too_much_for_one_frame_is_a_hundred_and_is_asked_for_some_time_later(open_page: OpenPage) -> None:
    page = open_page(None, "/sign-in/")
    page.clock.install()
    page.evaluate(f"(parts) => ({GIVE})(parts)", {"rooms": [], "frames": []})  # the modules are there
    script = GIVE.replace("return { held", "window.sent = sent; window.watched = watched; return { held")
    more = {**activity(10, 400), "more": True}
    frames = [{"type": "online"}, listed(room()), more, {**more, "after": 400, "head": 800}]
    found = page.evaluate(script, {"rooms": [], "frames": frames})
    assert counts(found["held"]) == (800, 4, MOST, 1)
    asked = "window.sent.filter(({ type }) => type === 'counts').length"
    page.clock.run_for(4900)
    assert page.evaluate(asked) == 0
    page.clock.run_for(10_200)
    assert page.evaluate(asked) == 1


def test_a_joined_room_has_the_counts_of_its_joined_and_then_those_of_its_events(page: Page) -> None:
    joined = {"type": "joined", "room": "tea", "epoch": "e", "head": 20, "read": 15, "unread": 2, "for_me": 0}
    late = activity(18, 20, new=[{"seq": 20, "author": "ann"}])
    event = {"type": "event", "kind": "message", "room": "tea", "seq": 21, "author": {"id": "ann"}, "at": ""}
    left = {"type": "left", "room": "tea", "reason": "left"}
    after = activity(21, 22, new=[{"seq": 22, "author": "ann", "for": ["me"]}])
    held, sent = given(page, listed(room()), {**joined, "events": []}, late, event, left, after)
    assert counts(held) == (22, 15, 4, 1)
    assert sent == [{"type": "watch"}]


def test_for_an_object_older_than_what_came_of_a_followed_room_counts_are_asked_for(
    page: Page,
) -> None:
    joined = {"type": "joined", "room": "tea", "epoch": "e", "head": 10, "read": 4, "events": []}
    event = {"type": "event", "kind": "message", "room": "tea", "seq": 11, "author": {"id": "ann"}, "at": ""}
    held, sent = given(page, joined, event, listed(room()), rooms=[room(drafts=[])])
    assert counts(held) == (11, 4, 4, 1)
    assert sent == [{"type": "watch"}, {"type": "counts", "room": "tea"}]


# --- the list -----------------------------------------------------------------------------------------------


def test_the_list_is_replaced_by_all_frames_of_the_answer(page: Page) -> None:
    frames = listed(room("one"), more=True), listed(room("two"))
    held, _ = given(page, *frames, rooms=[room("one", drafts=[None, 3]), room("old", drafts=[])])
    assert set(held) == {"one", "two"}
    assert held["one"]["drafts"] == [None, 3]


def test_it_knows_where_one_has_begun_to_write(page: Page) -> None:
    def draft(thread: int | None, text: str) -> Frame:
        return {"type": "draft", "room": "tea", "thread": thread, "text": text, "at": "2026-01-01T00:00:00Z"}

    begun = draft(None, "to all"), draft(7, "to some"), draft(7, "to some of them")
    held, _ = given(page, listed(room()), *begun)
    assert held["tea"]["drafts"] == [None, 7]
    held, _ = given(page, listed(room()), *begun, draft(None, ""))
    assert held["tea"]["drafts"] == [7]
    joined = {"type": "joined", "room": "tea", "epoch": "e", "head": 10, "read": 4, "events": []}
    kept = [{"thread": 5, "text": "else", "at": "2026-01-01T00:00:00Z"}]
    held, _ = given(page, listed(room()), *begun, {**joined, "drafts": kept})
    assert held["tea"]["drafts"] == [5]


def test_who_comes_back_asks_for_what_is_different_alone(page: Page) -> None:
    again = {"type": "offline"}, {"type": "online"}
    frames = listed(room("one"), room("two"), room("left")), activity(10, 11), *again
    held, sent = given(page, *frames, listed(room("two", head=30, unread=7), {"room": "left", "role": None}))
    place = [10, 4, "v1"]
    assert sent == [
        {"type": "watch"},
        {"type": "watch", "have": dict.fromkeys(("one", "two", "left"), place)},
    ]
    assert {name: counts(held, name)[2] for name in held} == {"one": 3, "two": 7}


def test_rooms_come_change_and_go(page: Page) -> None:
    come = {"type": "room", **room("new", unread=0, for_me=0)}
    retitled = {"type": "room", "room": "tea", "title": "Tea time"}
    held, _ = given(page, listed(room(), room("den")), come, retitled)
    assert set(held) == {"tea", "den", "new"}
    assert held["tea"] == {"title": "Tea time", "drafts": [], **_counts(10, 4, 3, 1)}
    gone = {"type": "room", "room": "tea", "role": None, "reason": "kicked"}
    archived = {"type": "room", "room": "den", "archived": True}
    held, _ = given(page, listed(room(), room("den")), come, gone, archived)
    assert set(held) == {"new"}


def _counts(position: int, read: int, unread: int, for_me: int) -> Frame:
    return {"position": position, "read": read, "unread": unread, "forMe": for_me, "threads": []}


def test_a_refusal_for_the_time_being_is_asked_again(open_page: OpenPage) -> None:
    page = open_page(None, "/sign-in/")
    page.clock.install()
    script = GIVE.replace("const held", "window.sent = sent; window.connection = connection; const held")
    page.evaluate(script, {"rooms": [], "frames": [{"type": "online"}]})
    page.evaluate("""() => {
        const [{ id }] = window.sent;
        window.connection.emit("error", { code: "rate_limited", id, retry_after: 2 });
    }""")
    page.clock.run_for(1900)
    assert page.evaluate("window.sent.length") == 1
    page.clock.run_for(1200)
    assert page.evaluate("window.sent.map(({ type }) => type)") == ["watch", "watch"]
