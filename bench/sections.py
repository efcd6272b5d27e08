"""What the report tells of each measure: the columns, whose first one is compared, and with whom."""

from collections.abc import Sequence
from typing import NamedTuple

from bench.crowd import MEASURE as CROWD
from bench.load.job import Result
from bench.targets import (
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
        "slow readers",
        [
            ("p50, ms", lambda r: r.p50),
            ("p99, ms", lambda r: r.p99),
            ("memory grew by, MB", lambda r: r.memory / 1e6),
            ("deaf sockets cut", lambda r: r.cut),
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
