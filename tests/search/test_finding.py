"""Messages whose answers are known."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.utils import timezone

from chat.actions import conversations, messages
from chat.models import Room, User
from chat.projections.rebuilding import rebuild
from chat.projections.registry import registered
from chat.search import finding, indexing
from chat.search.queries import NEWEST, Position
from chat.search.stored import searched
from tests.search.conftest import answer, ask, do, found, handle_all, post, seqs, stored

TEXTS = [
    "The lock is held by a dead peer",  # 1
    "Peer review of the key_limit patch",  # 2
    "Café crème, s'il vous plaît",  # 3
    "日本語の検索ができます",  # 4
    "ship it 🚀 👍🏽",  # 5
    "see https://example.org/lock and `dove status`",  # 6
    "locks and locksmiths",  # 7
    "is the lock dead, peer?",  # 8
]
ANSWERS = {
    "lock": [8, 7, 6, 1],
    "LOC": [8, 7, 6, 1],
    '"lock"': [8, 6, 1],
    "locks": [7],
    "lock dead": [8, 1],
    "dead lock": [8, 1],
    "lock locks": [],
    '"dead peer"': [8, 1],
    '"held by a dead"': [1],
    '"by held"': [],
    "lock*": [8, 7, 6, 1],
    "lock* locks": [7],
    "lock* -lock": [7],
    "lock -locks": [8, 6, 1],
    "lock -locksmiths": [8, 6, 1],
    "peer -lock": [2],
    "key_limit": [2],
    "key_lim": [2],
    '"key_lim"': [],
    "limit_key": [],
    "cafe creme": [3],
    "plaît": [3],
    "検索": [4],
    "日本語の検索": [4],
    "語検": [],
    "検": [4],
    "🚀": [5],
    "👍": [5],
    "has:link": [6],
    "has:code": [6],
    "has:link lock": [6],
    "-has:link lock": [8, 7, 1],
    "nothing": [],
    "from:ann lock": [8, 7, 6, 1],
    "lock from:ann": [8, 7, 6, 1],
    "from:bob lock": [],
    "-from:ann": [],
    "in:garden peer": [8, 2, 1],
    'in:"The garden" peer': [8, 2, 1],
    "-in:garden peer": [],
    "-peer -lock": [7, 5, 4, 3],
}


def handled_seqs(user: User, query: str) -> list[int]:
    """What is found of what was handled before."""
    return [hit.message.seq for hit in answer(user, query).hits]


@pytest.fixture
def answered(ann: User, garden: Room) -> list[int]:
    first, *others = post(ann, garden, *TEXTS)
    return [first, *others]


def test_each_query_has_its_answer(ann: User, bob: User, answered: list[int], monkeypatch: Any) -> None:
    assert answered == [*range(1, len(TEXTS) + 1)]
    given = {query: seqs(bob, query) for query in ANSWERS}
    assert given == ANSWERS
    monkeypatch.setattr(finding, "MERGED", 0)
    assert {query: seqs(bob, query) for query in ANSWERS} == ANSWERS, "by the index for many rooms"


def test_an_edit_a_deletion_and_a_restoration_are_followed(ann: User, garden: Room) -> None:
    [seq] = post(ann, garden, "slugs")
    do(messages.edit, ann, garden, seq, "snails")
    assert (seqs(ann, "slugs"), seqs(ann, "snails")) == ([], [seq])
    do(messages.delete, ann, garden, seq)
    assert seqs(ann, "snails") == []
    assert not searched().find_one({"words": "snails"})
    do(messages.restore, ann, garden, seq)
    assert seqs(ann, "snails") == [seq]


def test_pins_and_mentions_are_found(ann: User, bob: User, garden: Room) -> None:
    pinned, mention, everyone = post(ann, garden, "slugs", "@bob slugs", "@room slugs")
    do(messages.pin, ann, garden, pinned, True)
    assert seqs(bob, "is:pinned") == [pinned]
    assert seqs(bob, "mentions:me") == [everyone, mention]
    assert seqs(ann, "mentions:bob slugs") == [everyone, mention]
    do(messages.pin, ann, garden, pinned, False)
    assert seqs(bob, "is:pinned") == []


def test_files_and_threads_are_found_by_what_a_message_has_of_them(ann: User, garden: Room) -> None:
    post(ann, garden, "roots", "leaf", "plan")
    first, second, third = stored()
    second.document["thread"] = 1
    third.document["files"] = [{"id": "1", "name": "Long scan.tif", "type": "image/tiff", "size": 9}]
    indexing.handle([first, second, third])
    handled: dict[str, list[int]] = {}
    for query in ("is:thread", "has:file", "has:image", "scan"):
        words = {"is:thread": ":thread", "has:file": ":file", "has:image": ":image"}.get(query, query)
        handled[query] = [doc["seq"] for doc in searched().find({"words": words})]
    assert handled == {"is:thread": [2], "has:file": [3], "has:image": [3], "scan": [3]}


def test_the_order_of_events_does_not_matter(ann: User, garden: Room) -> None:
    [seq] = post(ann, garden, "slugs")
    do(messages.edit, ann, garden, seq, "snails")
    do(messages.delete, ann, garden, seq)
    do(messages.restore, ann, garden, seq)
    handle_all()
    expected = list(searched().find())
    for order in itertools.permutations(stored()):
        searched().delete_many({})
        for event in order:
            indexing.handle([event])
        assert list(searched().find()) == expected


def test_a_reader_that_is_behind_does_not_bring_back_what_was_deleted(
    ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    [seq] = post(ann, garden, "slugs")
    early = stored()
    do(messages.delete, ann, garden, seq)
    handle_all()
    monkeypatch.setattr(indexing.changes, "newest", lambda places: [])
    indexing.handle(early)
    assert not searched().find_one({"words": "slugs"})


def test_a_rebuild_makes_the_same_again_and_drops_what_is_left_of_rooms_that_are_gone(
    ann: User, garden: Room
) -> None:
    post(ann, garden, "slugs", "snails")
    handle_all()
    expected = list(searched().find())
    searched().insert_one({**expected[0], "_id": "gone/1", "room": "gone"})
    searched().delete_one({"_id": expected[1]["_id"]})
    projection = registered()["search"]
    assert projection.rebuild is not None
    assert rebuild(projection, projection.rebuild, lambda count: None) == 2
    assert sorted(searched().find(), key=lambda doc: doc["seq"]) == expected


def test_what_was_written_in_a_room_goes_with_it(ann: User, garden: Room) -> None:
    post(ann, garden, "slugs")
    handle_all()
    garden.delete()
    assert not searched().find_one({})
    handle_all()
    assert not searched().find_one({})


def test_direct_conversations_are_searched_by_their_people(ann: User, bob: User, garden: Room) -> None:
    talk = async_to_sync(conversations.open_conversation)(ann, [str(bob.pk)])
    [seq] = post(ann, talk, "slugs")
    post(ann, garden, "slugs")
    assert found(bob, "slugs in:@ann") == [(talk.pk, seq)]
    assert found(bob, f"slugs in:{talk.pk}") == [(talk.pk, seq)]


def test_an_archived_room_is_searched(ann: User, bob: User, garden: Room) -> None:
    [seq] = post(ann, garden, "slugs")
    Room.objects.filter(pk=garden.pk).update(archived_at=datetime.now(UTC))
    assert seqs(bob, "slugs") == [seq]


def test_days_are_those_of_the_reader(ann: User, garden: Room) -> None:
    [seq] = post(ann, garden, "slugs")
    handle_all()
    searched().update_one({"seq": seq}, {"$set": {"at": datetime(2026, 3, 9, 23, 30)}})
    hits: dict[str, list[int]] = {}
    for offset in (0, 1):
        with timezone.override(timezone.get_fixed_timezone(timedelta(hours=offset))):
            for day in ("on:2026-03-09", "on:2026-03-10", "before:2026-03-10", "after:2026-03-09"):
                hits[f"{day} {offset}"] = handled_seqs(ann, f"{day} slugs")
    assert hits == {
        "on:2026-03-09 0": [seq],
        "on:2026-03-10 0": [],
        "before:2026-03-10 0": [seq],
        "after:2026-03-09 0": [],
        "on:2026-03-09 1": [],
        "on:2026-03-10 1": [seq],
        "before:2026-03-10 1": [],
        "after:2026-03-09 1": [seq],
    }


@pytest.mark.parametrize("query", ['"slugs"', "slug"])
def test_every_message_is_on_one_page_also_where_many_have_the_same_time(
    ann: User, garden: Room, query: str
) -> None:
    post(ann, garden, *["slugs"] * 7)
    handle_all()
    searched().update_many({"seq": {"$gt": 1}}, {"$set": {"at": datetime(2026, 3, 9, 23, 30)}})
    pages: list[list[int]] = []
    start: Position | None = NEWEST
    while start is not None:
        results = answer(ann, query, start=start, most=3)
        pages.append([hit.message.seq for hit in results.hits])
        start = results.older
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(seq for page in pages for seq in page) == [*range(1, 8)]


def test_the_beginning_of_a_word_is_found_in_old_messages_too(ann: User, garden: Room) -> None:
    post(ann, garden, "slug", "slugs", "sluggish")
    handle_all()
    for seq, days in ((1, 3000), (2, 40), (3, 0)):
        searched().update_one({"seq": seq}, {"$set": {"at": datetime.now(UTC) - timedelta(days=days)}})
    assert handled_seqs(ann, "slu*") == [3, 2, 1]


def test_best_first_has_the_words_together_before_words_apart(ann: User, garden: Room) -> None:
    apart = "the lock, which I know nothing else of, was held"
    together, _apart = post(ann, garden, "lock held", apart)
    assert seqs(ann, "lock held") == [_apart, together]
    assert seqs(ann, "lock held", best=True) == [together, _apart]


def test_a_word_that_nobody_wrote_has_one_that_was_meant(ann: User, garden: Room) -> None:
    post(ann, garden, "the lock is old", "locks", "Café")
    assert ask(ann, "lokc").meant == ("lokc", "lock")
    assert ask(ann, "old lokc").meant == ("lokc", "lock")
    assert ask(ann, "caffe").meant == ("caffe", "cafe")
    assert ask(ann, "zzzzz").meant is None
    assert ask(ann, '"lokc"').meant == ("lokc", "lock")


def test_nothing_else_was_meant_where_a_word_begins_so(ann: User, garden: Room) -> None:
    post(ann, garden, "gloves", "old")
    assert seqs(ann, "glove") == [1]
    assert ask(ann, "old glove").meant is None
    assert ask(ann, "glove old").meant == ("glove", "gloves")


def test_what_takes_too_long_is_refused_with_a_sentence(
    ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(ann, garden, "slugs")
    monkeypatch.setattr(finding, "SECONDS", 0.000001)
    [problem] = ask(ann, "slugs").problems
    assert str(problem).startswith("This search takes too long.")
