"""What the load generator is asked to do, and what it answers, as JSON between two processes."""

import msgspec

from bench.load import message


class Job(msgspec.Struct, kw_only=True):
    """One scenario on one server.

    `url` is where the server is (http://host:port), `pids` the processes whose CPU and memory are read,
    `beside` those of the databases, whose CPU is counted apart, `tokens` the people, used in rotation,
    `rooms` the names of the rooms, each with `size` sockets.
    `seconds` are measured after `warm` seconds that are not. `length`: characters of a message.
    `slow_readers`: more sockets in the first room, which never read.
    """

    scenario: str
    dialect: str
    url: str
    rooms: list[str]
    size: int
    pids: list[int] = []
    tokens: list[str] = []
    window: int = 4
    rate: float = 20.0
    warm: float = 1.0
    seconds: float = 4.0
    resume: int = 10
    length: int = message.LENGTH
    slow_readers: int = 0
    beside: list[int] = []


class Result(msgspec.Struct, kw_only=True):
    """What one scenario measured: seconds, milliseconds of latency, bytes; 0 where not measured.

    `people` is how many sockets were wanted, `sockets` how many got in, `dropped` how many of these the
    server closed, `cut` how many of the slow readers. `lost` and `doubled` count events over all sockets that
    stayed.
    """

    people: int = 0
    sockets: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    beside: float = 0.0
    posted: int = 0
    delivered: int = 0
    acked: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    dropped: int = 0
    cut: int = 0
    p50: float = 0.0
    p99: float = 0.0
    worst: float = 0.0
    frame: float = 0.0
    connects: int = 0
    connect_seconds: float = 0.0
    connect_cpu: float = 0.0
    memory: float = 0.0
    errors: dict[str, int] = {}
    figures: dict[str, float] = {}
    why: list[str] = []
