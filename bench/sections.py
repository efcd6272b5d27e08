"""What the report shows of each measure: the columns, whose first one is compared, and with whom."""

from collections.abc import Sequence
from typing import NamedTuple

from bench.crowd import MEASURE as CROWD
from bench.load.job import Result
from bench.page_load import PAGE_LOAD
from bench.quiet import ELSEWHERE, QUIET
from bench.searching import MEASURE as SEARCH
from bench.switching import ROOMS, SWITCHING, UNREAD
from bench.targets import (
    BYTES,
    Value,
    appends,
    cpu_per_connect,
    cpu_per_delivery,
    cpu_per_message,
    deliveries,
    load,
    memory,
)

Column = tuple[str, Value]


class Section(NamedTuple):
    """`against`: the server that the first column is divided by; None for no ratio."""

    measure: str
    columns: Sequence[Column]
    against: str | None
    intro: str


def _connects(result: Result) -> float:
    return result.connects / result.connect_seconds if result.connect_seconds else 0.0


FAN_OUT: list[Column] = [
    ("CPU a delivery, µs", cpu_per_delivery),
    ("deliveries a second", deliveries),
    ("p50, ms", lambda r: r.p50),
    ("p99, ms", lambda r: r.p99),
    ("bytes a delivery", lambda r: r.frame),
    ("MongoDB and Redis, µs a delivery", lambda r: r.beside * 1e6 / max(1, r.delivered)),
]

SECTIONS = [
    Section(
        "fan-out, 4 in flight", FAN_OUT, "node",
        "One room of 500. A message is in flight until every socket has it.",
    ),
    Section("fan-out, 64 in flight", FAN_OUT, "node", "The same, saturated."),
    Section(
        f"{BYTES}, 4 in flight", FAN_OUT, "node",
        "One room of 500 and messages of 80 characters, in the forms that a client may ask for: lean events,"
        " and lean events in compressed frames. Node compresses nothing.",
    ),
    Section(f"{BYTES}, 64 in flight", FAN_OUT, "node", "The same, saturated."),
    Section(
        "small rooms",
        [
            ("CPU a message, µs", cpu_per_message),
            ("messages a second", appends),
            ("p50, ms", lambda r: r.p50),
            ("p99, ms", lambda r: r.p99),
            ("MongoDB and Redis, µs a message", lambda r: r.beside * 1e6 / max(1, r.posted)),
        ],
        "node-stored",
        "50 rooms of 10, one message in flight in each.",
    ),
    Section(
        "connect and resume",
        [("CPU a connect, ms", cpu_per_connect), ("connects a second", _connects)],
        "node",
        "500 people come back, 32 at a time. Wick recognises each by a token and sends the 10 messages"
        " that they missed; Node knows nobody and has no history.",
    ),
    Section(
        "idle sockets",
        [
            ("memory a socket, KB", memory),
            ("sockets", lambda r: r.sockets),
            ("CPU a connect, ms", cpu_per_connect),
            ("CPU while idle, of a core", load),
        ],
        "node",
        "In 20 rooms, without a word. Memory is the growth of the process (PSS); what the kernel keeps"
        " for a socket is the same for all and not in it.",
    ),
    Section(
        QUIET,
        [
            ("MongoDB, of a core", lambda r: r.beside / r.seconds if r.seconds else 0.0),
            ("CPU of the instance, of a core", load),
            ("joins a second", _connects),
        ],
        None,
        "One instance on a MongoDB of its own; a few sockets follow all rooms, and nobody writes anywhere.",
    ),
    Section(
        ELSEWHERE,
        [("CPU an event, µs", cpu_per_message), ("events a second", appends)],
        None,
        "Two instances: people talk in 20 rooms on one of them. The CPU is the other one's, beyond what it"
        " uses without a word.",
    ),
    Section(
        "slow readers",
        [
            ("p50, ms", lambda r: r.p50),
            ("p99, ms", lambda r: r.p99),
            ("memory grew by, MB", lambda r: r.memory / 1e6),
            ("slow readers cut", lambda r: r.cut),
            ("lost", lambda r: r.lost),
            ("CPU, of a core", load),
        ],
        None,
        "100 people in a room, 20 messages of 3,000 characters a second, as those who read see it; beside"
        " them sockets that joined and never read.",
    ),
    Section(
        "appends", [("stored a second", appends), ("CPU a message, µs", cpu_per_message)],
        "node-stored",
        "64 senders in one room, each waiting for its message to be durable (majority, journal) on a"
        " replica set of one: Wick's log as the server calls it, and the Node driver with one"
        " `insertOne` a message.",
    ),
    Section(
        "appends on three nodes",
        [("stored a second", appends), ("CPU a message, µs", cpu_per_message)],
        "node-stored",
        "The same on a replica set of three, as in production: durable is what two of them have.",
    ),
    Section(
        "appends over sockets",
        [("acked a second", appends), ("CPU a message, µs", cpu_per_message)],
        "node-stored",
        "The same through WebSockets: 64 sockets, one message each in flight, one listener.",
    ),
    Section(
        "large rooms",
        [
            ("bytes a change, 3,333 people", lambda r: r.figures["change 3333"]),
            ("bytes a change, 10,000 people", lambda r: r.figures["change 10000"]),
            ("bytes for a newcomer", lambda r: r.figures["newcomer"]),
            ("µs to greet, 100 people", lambda r: r.figures["greet 100"]),
            ("µs to greet, 3,333 people", lambda r: r.figures["greet 3333"]),
            ("state of a room, ms", lambda r: r.figures["state ms"]),
            ("documents for it", lambda r: r.figures["state documents"]),
        ],
        None,
        "What an instance sends the others on the channel layer when one person goes, and when another"
        " instance comes that follows one of 20 rooms with 10,000 people in each. What it costs to greet a"
        " socket who is here. What it takes to load the state of a room with 10,000 members and 1,000 bans.",
    ),
    Section(
        SEARCH,
        [
            ("one word, p95, ms", lambda r: r.figures["word p95 ms"]),
            ("two words", lambda r: r.figures["words p95 ms"]),
            ("a phrase", lambda r: r.figures["phrase p95 ms"]),
            ("the beginning of a word", lambda r: r.figures["beginning p95 ms"]),
            ("words and filters", lambda r: r.figures["filters p95 ms"]),
            ("`rebuild search`, s", lambda r: r.figures["build s"]),
            ("messages", lambda r: r.figures["messages"]),
        ],
        None,
        "What a search asks of the database, for the newest 20 messages, among messages of invented words of"
        " which few are used all the time and most hardly ever. Half of the searches are by somebody who sees"
        " all 200 rooms, half by somebody who sees 20. MongoDB has a cache of 1 GB.",
    ),
    Section(
        SWITCHING,
        [
            ("CPU of the instance over the socket, ms", lambda r: r.figures["switch CPU ms"]),
            ("answered, p50, ms", lambda r: r.figures["switch p50 ms"]),
            ("p99, ms", lambda r: r.figures["switch p99 ms"]),
            ("CPU of the instance for a page, ms", lambda r: r.figures["page CPU ms"]),
        ],
        None,
        f"Somebody with {ROOMS} rooms, in {UNREAD} of which something is unread, opens one after another: by"
        " a `join` with `info` over the socket that is open, as the page does, and by loading pages. Another"
        " process does the background work.",
    ),
    Section(
        PAGE_LOAD,
        [
            ("requests", lambda r: r.figures["requests"]),
            ("KB", lambda r: r.figures["KB"]),
            ("readable on a phone, ms", lambda r: r.figures["phone readable"]),
            ("live on a phone, ms", lambda r: r.figures["phone live"]),
            ("another room on the screen, ms", lambda r: r.figures["switch"]),
        ],
        None,
        "The same person's browser comes for the first time, through Nginx, to an instance whose static files"
        " were collected. A phone: CPU four times slower, 1.6 Mbit/s, 150 ms a round trip.",
    ),
    Section(
        CROWD,
        [
            ("sockets", lambda r: r.sockets),
            ("p50, ms", lambda r: r.p50),
            ("p99, ms", lambda r: r.p99),
            ("worst, ms", lambda r: r.worst),
            ("lost", lambda r: r.lost),
            ("connects a second", _connects),
            ("CPU of the instances, of a core", load),
        ],
        None,
        "Three instances behind Nginx, a replica set of three and Redis; 20 rooms, 20 messages a second.",
    ),
    Section(
        "200 people, 20 messages a second",
        [
            ("CPU, of a core", load),
            ("p50, ms", lambda r: r.p50),
            ("p99, ms", lambda r: r.p99),
        ],
        "polling",
        "The same conversation over sockets and by asking every second.",
    ),
    Section(
        "bare limit", [("CPU a frame, µs", cpu_per_delivery), ("frames a second", deliveries)],
        None,
        "A loop of `send()` in C over 500 sockets, 130 bytes a frame, and nothing else.",
    ),
]  # fmt: skip
