"""bench/report.md: what was measured, in tables a reader can check against bench/results.json."""

from collections.abc import Sequence
from pathlib import Path

from bench import chart
from bench.crowd import MEASURE as CROWD
from bench.load.job import Result
from bench.measure.numbers import Spread
from bench.results import Results
from bench.targets import (
    Outcome,
    Value,
    appends,
    cpu_per_connect,
    cpu_per_delivery,
    cpu_per_message,
    deliveries,
    load,
    memory,
    outcomes,
)

PATH = Path(__file__).parent / "report.md"
LABELS = {
    "wick": "**Wick**",
    "node": "Node `ws` + Redis",
    "node-stored": "the same, each message stored by `insertOne`",
    "socketio": "Socket.IO + Redis adapter",
    "centrifugo": "Centrifugo",
    "channels": "Channels the ordinary way, on Daphne",
    "polling": "Django, polled every second",
    "1 a send": "one frame a `send()`",
    "16 a send": "sixteen frames a `send()`",
}
Column = tuple[str, Value]


def write(results: Results) -> None:
    """The report and its chart."""
    chart.draw(results)
    PATH.write_text(text(results))


def text(results: Results) -> str:
    parts = [_head(results), _reached(results), _chart(), *_sections(results), _notes(results), _how(results)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(results: Results) -> str:
    was = results.conditions
    versions = ", ".join(f"{name} {number}" for name, number in was.versions.items())
    rounds = f"{was.rounds} interleaved rounds" if was.rounds > 1 else "one round"
    lost, doubled = results.total(lambda r: r.lost), results.total(lambda r: r.doubled)
    delivered = results.total(lambda r: r.delivered)
    lines = [
        "# Benchmark",
        "",
        f"Measured {was.at} at {was.commit} on {was.cores} cores of {was.machine}; {versions}.",
        f"Medians of {rounds}, with the least and the greatest in brackets. Everything ran on this one"
        " machine, load generator and databases included; CPU is the server's alone, read from /proc.",
        "",
        f"Of {delivered:,} deliveries measured, {lost:,} were lost and {doubled:,} doubled.",
    ]
    if was.quick:
        lines.insert(
            4, "This was a quick run: short, one round, a smaller crowd, no cluster. Trust large ratios only."
        )
    return "\n".join(lines)


def _reached(results: Results) -> str:
    rows = [_outcome_row(outcome) for outcome in outcomes(results)]
    return "## Figures to reach\n\n" + _table(("figure", "reach", "Wick", "peer", "came to", ""), rows)


def _outcome_row(outcome: Outcome) -> Sequence[str]:
    target = outcome.target
    sign = "≤" if target.at_most else "≥"
    times = "×" if target.peer else f" {target.unit}"
    figure = "not measured" if outcome.figure is None else f"{_short(outcome.figure)}{times}"
    said = {True: "reached", False: "**not reached**", None: ""}[outcome.reached]
    if outcome.why:
        said += f": {outcome.why}"
    return (
        target.title,
        f"{sign} {target.bound:g}{times}",
        _spread(outcome.ours, target.unit),
        _spread(outcome.theirs, target.unit) if target.peer else "",
        figure,
        said,
    )


def _chart() -> str:
    return f"![CPU of the server per delivered message, and deliveries a second]({chart.PATH.name})"


def _sections(results: Results) -> list[str]:
    fan_out: list[Column] = [
        ("CPU a delivery, µs", cpu_per_delivery),
        ("deliveries a second", deliveries),
        ("p50, ms", lambda r: r.p50),
        ("p99, ms", lambda r: r.p99),
        ("bytes a delivery", lambda r: r.frame),
        ("MongoDB and Redis, µs a delivery", lambda r: r.beside * 1e6 / max(1, r.delivered)),
    ]
    return [
        _section(
            results, "fan-out, 4 in flight", fan_out, "node",
            "One room of 500. A message is in flight until every socket has it.",
        ),
        _section(results, "fan-out, 64 in flight", fan_out, "node", "The same, saturated."),
        _section(
            results, "small rooms",
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
        _section(
            results, "connect and resume",
            [("CPU a connect, ms", cpu_per_connect), ("connects a second", _connects)],
            "node",
            "500 people come back, 32 at a time. Wick recognises each by a token and sends the 10 messages"
            " that they missed; Node knows nobody and has no history.",
        ),
        _section(
            results, "idle sockets",
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
        _section(
            results, "slow readers",
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
        _section(
            results, "appends", [("stored a second", appends), ("CPU a message, µs", cpu_per_message)],
            "node-stored",
            "64 senders in one room, each waiting for its message to be durable (majority, journal) on a"
            " replica set of one: Wick's log as the server calls it, and the Node driver with one"
            " `insertOne` a message.",
        ),
        _section(
            results, "appends on three nodes",
            [("stored a second", appends), ("CPU a message, µs", cpu_per_message)],
            "node-stored",
            "The same on a replica set of three, as in production: durable is what two of them have.",
        ),
        _section(
            results, "appends over sockets",
            [("acked a second", appends), ("CPU a message, µs", cpu_per_message)],
            "node-stored",
            "The same through WebSockets: 64 sockets, one message each in flight, one listener.",
        ),
        _section(
            results, CROWD,
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
        _section(
            results, "200 people, 20 messages a second",
            [
                ("CPU, of a core", load),
                ("p50, ms", lambda r: r.p50),
                ("p99, ms", lambda r: r.p99),
            ],
            "polling",
            "The same conversation over sockets and by asking every second.",
        ),
        _section(
            results, "bare limit", [("CPU a frame, µs", cpu_per_delivery), ("frames a second", deliveries)],
            None,
            "A loop of `send()` in C over 500 sockets, 130 bytes a frame, and nothing else.",
        ),
    ]  # fmt: skip


def _connects(result: Result) -> float:
    return result.connects / result.connect_seconds if result.connect_seconds else 0.0


def _section(
    results: Results, measure: str, columns: Sequence[Column], against: str | None, intro: str
) -> str:
    if measure not in results.measures:
        return ""
    value = columns[0][1]
    base = results.of(measure, against, value) if against else None
    rows = []
    for server in results.measures[measure]:
        cells = [_spread(results.of(measure, server, of)) for _, of in columns]
        mine = results.of(measure, server, value)
        ratio = f"{_short(mine.middle / base.middle)}×" if base and base.middle and mine else ""
        rows.append([LABELS.get(server, server), *cells, *([ratio] if against else [])])
    titles = ["", *(title for title, _ in columns), *(["ratio"] if against else [])]
    return f"## {measure[0].upper()}{measure[1:]}\n\n{intro}\n\n{_table(titles, rows)}"


def _notes(results: Results) -> str:
    if not results.notes:
        return ""
    return "## Notes\n\n" + "\n".join(f"- {note}" for note in results.notes)


def _how(results: Results) -> str:
    command = "make bench-quick" if results.conditions.quick else "make bench"
    return (
        f"## Getting this again\n\n`{command}`, on a machine that does nothing else meanwhile. Every reading"
        " is in `bench/results.json`; the peers are in `bench/peers/`, the load generator in `bench/load/`."
    )


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _spread(values: Spread | None, unit: str = "") -> str:
    if values is None:
        return "–"
    middle, least, most = (_short(value) for value in values)
    between = f" ({least}–{most})" if least != most else ""
    return f"{middle}{between}{' ' + unit if unit and unit != '/s' else unit}"


def _short(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
