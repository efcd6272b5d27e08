"""How fast a search is among very many messages, and how long it takes to make what it reads. A program, with
the settings of an instance and an empty database of its own in the environment:

    python -m bench.searches --messages 1000000

Prints as JSON the seconds of `rebuild search`, and the milliseconds that 95 of 100 searches take at most in
the database. Half of them are by somebody who sees all rooms, half by somebody who sees a few.
"""

import argparse
import json
import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

ROOMS, FEW = 200, 20
AUTHORS = 300
YEARS = 2.0
QUERIES = 200
BATCH = 5_000


def fill(count: int) -> list[str]:
    """The rooms, with so many messages from the last two years."""
    from bench.invented_text import messages
    from chat.models import Room
    from chat.storage import event_log

    rooms = [f"search-{number}" for number in range(ROOMS)]
    Room.objects.bulk_create(Room(id=room, slug=room) for room in rooms)
    chance = random.Random(2)
    authors = [uuid.UUID(int=number + 1).hex for number in range(AUTHORS)]
    seqs = dict.fromkeys(rooms, 0)
    step = timedelta(days=365 * YEARS) / count
    at = datetime.now(UTC) - timedelta(days=365 * YEARS)
    batch = []
    for text in messages(count):
        room = rooms[int(ROOMS * chance.random() ** 2)]  # some rooms are much busier
        seqs[room] += 1
        at += step
        author = chance.choice(authors)
        batch.append(
            {
                "_id": f"{room}/{uuid.UUID(int=chance.getrandbits(128))}",
                "room": room,
                "seq": seqs[room],
                "kind": "message",
                "author": author,
                "author_username": author[-6:],
                "author_name": "",
                "at": at,
                "text": text,
            }
        )
        if len(batch) == BATCH:
            event_log.collection().insert_many(batch, ordered=False)
            batch = []
    if batch:
        event_log.collection().insert_many(batch, ordered=False)
    return rooms


def build() -> float:
    """Seconds of `manage.py rebuild search`."""
    from chat.projections.rebuilding import rebuild
    from chat.projections.registry import registered

    projection = registered()["search"]
    assert projection.rebuild is not None
    began = time.perf_counter()
    rebuild(projection, projection.rebuild, lambda count: None)
    return time.perf_counter() - began


def queries() -> dict[str, list[str]]:
    """What is searched for: words as people use them, common ones and rare ones."""
    from bench.invented_text import vocabulary

    words, chance = vocabulary(), random.Random(3)

    def word() -> str:
        return words[int(len(words) ** chance.random()) - 1]

    def many(make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(QUERIES)]

    return {
        "word": many(word),
        "words": many(lambda: f"{word()} {word()}"),
        "phrase": many(lambda: f'"{words[chance.randrange(50)]} {words[chance.randrange(50)]}"'),
        "beginning": many(lambda: f"{word()[:3]}*"),
        "filters": many(lambda: f"{word()} {word()} -{word()} after:2000 has:link"),
    }


def measure(rooms: list[str]) -> Iterator[tuple[str, float]]:
    from chat.search import finding
    from chat.search.conditions import conditions_of, with_any
    from chat.search.finding import Sought
    from chat.search.query_language import parse

    for name, texts in queries().items():
        took = []
        for number, text in enumerate(texts):
            query = parse(text)
            seen = rooms if number % 2 else rooms[-FEW:]
            sought = Sought(with_any(conditions_of(query)), seen, query.span)
            began = time.perf_counter()
            with finding.bounded():
                finding.newest(sought, 21)
            took.append((time.perf_counter() - began) * 1e3)
        took.sort()
        yield f"{name} p95 ms", took[int(len(took) * 0.95)]


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, required=True)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    os.environ.setdefault("MONGODB_TIMEOUT_MS", "60000")
    django.setup()
    rooms = fill(options.messages)
    figures: dict[str, Any] = {"messages": options.messages, "build s": build()}
    print(json.dumps({**figures, **dict(measure(rooms))}))


if __name__ == "__main__":
    main()
