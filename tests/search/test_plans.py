"""What a search reads in the database, by explain(), among many messages that it is not about."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.actors.actor import Actor
from chat.models import Room, User
from chat.search import finding
from chat.search.conditions import conditions_of, with_any
from chat.search.finding import Sought
from chat.search.query_language import parse
from chat.search.stored import EVERYWHERE, IN_ROOMS, searched
from tests.mongo.plans import recorded, work

MESSAGES, ROOMS = 3000, 30
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture
def many(db: None) -> list[str]:
    """Messages in many rooms: each has “common”, every tenth “some”, every thousandth “rare”, and a word of
    its own."""
    searched().insert_many(
        {
            "_id": f"room-{n % ROOMS}/{n}",
            "room": f"room-{n % ROOMS}",
            "seq": n,
            "rev": n,
            "at": NOON + timedelta(seconds=n),
            "words": [":", "common", f"word{n}", *["some"] * (n % 10 == 0), *["rare"] * (n % 1000 == 0)],
            "line": f" common word{n} {'some ' * (n % 10 == 0)}",
        }
        for n in range(1, MESSAGES + 1)
    )
    return [f"room-{n}" for n in range(ROOMS)]


def sought(query: str, rooms: list[str]) -> Sought:
    read = parse(query)
    return Sought(with_any(conditions_of(read)), rooms, read.span)


# A query, and how many index keys it may examine to find 20 messages, counting included.
QUERIES = {
    '"common"': 60,
    '"rare"': 60,
    "rare common": 1200,
    "some common": 1600,
    '"common word7"': 1100,
    "common": 4000,  # those of a day are sorted, all 3,000 of them here
    "word1": 4500,  # each of 1,111 words once for each of three spans of time
    'on:2026-03-09 "common"': 60,
    "-some": 100,
}


@pytest.mark.parametrize("merged", [finding.MERGED, 0], ids=[IN_ROOMS, EVERYWHERE])
@pytest.mark.parametrize("query", QUERIES)
def test_a_search_reads_what_it_finds(
    many: list[str], query: str, merged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MERGED", merged)
    with recorded() as asked:
        finding.newest(sought(query, many), 20)
    plans = [str(explain()) for explain in asked]
    assert all("'COLLSCAN'" not in plan for plan in plans)
    done = work(lambda: finding.newest(sought(query, many), 20))
    assert done.keys <= QUERIES[query]
    assert done.documents <= QUERIES[query]


@pytest.mark.parametrize("merged", [finding.MERGED, 0], ids=[IN_ROOMS, EVERYWHERE])
def test_a_whole_word_is_not_sorted(many: list[str], merged: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MERGED", merged)
    with recorded() as asked:
        assert len(finding.newest(sought('"common"', many), 20)) == 20
    [plan] = [explain() for explain in asked]
    assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"])


def test_what_one_may_see_is_found_by_three_commands_at_most(db: None) -> None:
    from chat.permissions.seen_rooms import all_seen

    Room.objects.bulk_create(Room(id=f"r{n}", slug=f"r{n}") for n in range(20))
    actor = Actor.of(User.objects.create_user("ann"))
    with recorded() as asked:
        assert len(all_seen(actor, 1000)) == 20
        assert len(all_seen(actor, 5)) == 5
    assert len(asked) == 4
