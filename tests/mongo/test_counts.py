"""What somebody has not read is counted exactly, up to a hundred, whatever was deleted."""

import random
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.queries import counts as counting
from chat.queries.counts import Place, counts
from chat.storage import log_appends
from tests.mongo.plans import work

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


def person(number: int) -> Actor:
    id = uuid.UUID(int=number)
    return Actor(id=str(id), key=id.hex, username=f"p{number}", name="")


ME, OTHER = person(1), person(2)


class Log:
    """A room's log, as it is stored, and what counts in it by plain reading."""

    def __init__(self) -> None:
        self.room = f"r-{uuid.uuid4().hex}"
        self.documents: list[dict[str, Any]] = []

    def add(self, kind: str, author: Actor = OTHER, **fields: Any) -> int:
        seq = len(self.documents) + 1
        names = {"author": author.key, "author_username": author.username, "author_name": ""}
        event = {"_id": str(uuid.uuid4()), "room": self.room, "seq": seq, "kind": kind, "at": NOON}
        self.documents.append({**event, **names, **fields})
        return seq

    def store(self) -> None:
        assert log_appends.insert(self.documents).stored == len(self.documents)

    def expected(self, read: int, head: int) -> tuple[int, int]:
        deleted: dict[int, bool] = {}
        for event in self.documents[:head]:
            if event["kind"] in ("delete", "restore"):
                deleted[event["target"]] = event["kind"] == "delete"
        standing = [
            event
            for event in self.documents[read:head]
            if event["kind"] == "message" and event["author"] != ME.key and not deleted.get(event["seq"])
        ]
        named = [event for event in standing if {ME.id, "*"} & set(event.get("mentions", []))]
        return min(len(standing), 100), min(len(named), 100)


def counted(log: Log, read: int, head: int) -> tuple[int, int]:
    found = counts(ME, [Place(log.room, read, head)])[log.room]
    assert (found.head, found.read) == (head, read)
    return found.unread, found.for_me


def test_it_is_what_reading_the_log_gives() -> None:
    chance = random.Random(7)
    log = Log()
    for _ in range(600):
        seqs = [event["seq"] for event in log.documents if event["kind"] == "message"]
        kind = chance.choice(["message", "message", "delete", "restore", "reaction"]) if seqs else "message"
        if kind == "message":
            mentions = chance.choice([None, None, [ME.id], ["*"], [OTHER.id]])
            named: dict[str, Any] = {"mentions": mentions} if mentions else {}
            log.add(kind, chance.choice([ME, OTHER, OTHER]), text="hello", **named)
        else:
            log.add(kind, target=chance.choice(seqs))
    log.store()
    for _ in range(40):
        read, head = sorted(chance.sample(range(601), 2))
        assert counted(log, read, head) == log.expected(read, head), (read, head)


def test_many_deletions_are_passed_over() -> None:
    log = Log()
    first = [log.add("message", text="one", mentions=[ME.id]) for _ in range(30)]
    later = [log.add("message", text="two") for _ in range(200)]
    for seq in later:
        log.add("delete", target=seq)
    log.store()
    assert counted(log, 0, len(log.documents)) == (30, 30)
    assert counted(log, first[9], len(log.documents)) == (20, 20)


def test_a_hundred_stand_for_more_and_mentions_far_back_are_found() -> None:
    log = Log()
    for _ in range(3):
        log.add("message", text="hello", mentions=["*"])
    for _ in range(497):
        log.add("message", text="hello")
    log.store()
    assert counted(log, 0, 500) == (100, 3)
    read = work(lambda: counts(ME, [Place(log.room, 0, 500)]))
    assert read.documents <= counting.FIRST + 3 + 1


def test_in_a_direct_conversation_everything_is_for_everyone() -> None:
    log = Log()
    for author in (ME, OTHER, OTHER):
        log.add("message", author, text="hello")
    log.store()
    found = counts(ME, [Place(log.room, 0, 3, direct=True)])[log.room]
    assert (found.unread, found.for_me) == (2, 2)
