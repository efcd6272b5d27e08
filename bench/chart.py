"""bench/report.svg: the two figures that matter most, side by side."""

from pathlib import Path

from bench.measure.numbers import Spread
from bench.results import Results
from bench.targets import Value, cpu_per_delivery, deliveries

PATH = Path(__file__).parent / "report.svg"
NAMES = {
    "wick": "Wick",
    "centrifugo": "Centrifugo",
    "node": "Node ws + Redis",
    "node-stored": "Node ws + Redis,\nstored by insertOne",
    "socketio": "Socket.IO + Redis",
    "channels": "ordinary Channels",
}
OURS, OTHERS = "#2f6f5e", "#b9b4a8"
FEW, MANY = "fan-out, 4 in flight", "fan-out, 64 in flight"


def draw(results: Results) -> None:
    """Bars with the spread of the rounds; logarithmic, since a hundredfold lies between the ends."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "wick"  # the same figures give the same file
    matplotlib.rcParams["svg.fonttype"] = "none"  # text stays text
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 3, figsize=(13, 3.6), layout="constrained")
    _bars(axes[0], results, FEW, cpu_per_delivery, "CPU per delivery, 4 in flight (µs)")
    _bars(axes[1], results, MANY, cpu_per_delivery, "CPU per delivery, saturated (µs)")
    _bars(axes[2], results, MANY, deliveries, "deliveries a second, saturated")
    figure.savefig(PATH, metadata={"Date": None})
    pyplot.close(figure)


def _bars(axis, results: Results, measure: str, value: Value, title: str) -> None:  # type: ignore[no-untyped-def]
    found = [(name, results.of(measure, name, value)) for name in NAMES]
    bars: list[tuple[str, Spread]] = [(name, values) for name, values in found if values is not None]
    bars.reverse()
    middles = [values.middle for _, values in bars]
    errors = [[v.middle - v.least for _, v in bars], [v.most - v.middle for _, v in bars]]
    colours = [OURS if name == "wick" else OTHERS for name, _ in bars]
    axis.barh(
        [NAMES[name] for name, _ in bars], middles, xerr=errors, color=colours, ecolor="#444", capsize=2
    )
    axis.set_title(title, fontsize=10)
    axis.set_xscale("log")
    if middles:
        axis.set_xlim(min(middles) / 4, max(middles) * 5)
    axis.tick_params(labelsize=8)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    for place, middle in enumerate(middles):
        axis.annotate(
            f"{middle:,.0f}" if middle >= 100 else f"{middle:.3g}",
            (middle, place), xytext=(14, -3), textcoords="offset points", fontsize=8,
        )  # fmt: skip
