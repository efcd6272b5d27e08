"""bench/report.md: what was measured, in tables a reader can check against bench/results.json."""

from collections.abc import Sequence
from pathlib import Path

from bench import chart
from bench.measure.numbers import Spread
from bench.results import Results
from bench.sections import SECTIONS, Section
from bench.targets import TargetOutcome, outcomes

PATH = Path(__file__).parent / "report.md"
LABELS = {
    "wick": "**Wick**",
    "lean": "**Wick**, lean events",
    "lean and compressed": "**Wick**, lean events, compressed",
    "serving": "**Wick**, its background work in another process",
    "before": "Wick at the commit before",
    "node": "Node `ws` + Redis",
    "node-stored": "the same, each message stored by `insertOne`",
    "socketio": "Socket.IO + Redis adapter",
    "centrifugo": "Centrifugo",
    "channels": "Channels the ordinary way, on Daphne",
    "polling": "Django, polled every second",
    "1 a send": "one frame a `send()`",
    "16 a send": "sixteen frames a `send()`",
}


def write(results: Results) -> None:
    """The report and its chart."""
    chart.draw(results)
    PATH.write_text(text(results))


def text(results: Results) -> str:
    parts = [
        _head(results),
        _reached(results),
        _chart(),
        *(_section(results, section) for section in SECTIONS),
        _notes(results),
        _how(results),
    ]
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


def _outcome_row(outcome: TargetOutcome) -> Sequence[str]:
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


def _section(results: Results, section: Section) -> str:
    measure, columns, against, intro = section
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
