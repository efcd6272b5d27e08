"""`make bench`: everything measured in turn, round after round, and the report written."""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Never

from tqdm import tqdm

from bench import crowd, report
from bench.before import NAME
from bench.generator import LoadFailed
from bench.load import network
from bench.load.job import Result
from bench.plan import FULL, QUICK, Plan, Sizes, Step
from bench.programs import ProgramFailed, said
from bench.results import Results, conditions
from bench.servers import SERVING
from bench.stage import BenchStage, stage

# A site that somebody runs is never measured by accident.
NOT_OURS = ("MONGODB_", "REDIS_", "CLUSTER_", "DJANGO_", "STATIC_ROOT", "VAR_DIR")
ROOMS = 50  # the most that a measure asks for
BAR = "{percentage:3.0f}% |{bar}| {elapsed}, {remaining} left  {desc}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="one short round of each, without slow readers and cluster, in 3 minutes",
    )
    parser.add_argument(
        "--only", metavar="TEXT", default="", help="just the measures with this in their name"
    )
    parser.add_argument(
        "--before", metavar="COMMIT", default="", help="measure Wick as it was at this commit, too"
    )
    options = parser.parse_args()
    sizes = QUICK if options.quick else FULL
    network.allow_files(sizes.crowd)
    for variable in [name for name in os.environ if name.startswith(NOT_OURS)]:
        del os.environ[variable]
    directory = Path(tempfile.mkdtemp(prefix="wick-bench-"))
    results = Results(conditions(sizes.rounds, options.quick), {}, [])
    # Whatever ends us ends what we started: SIGTERM takes the way of Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        asyncio.run(_measure(results, directory, sizes, options.only, options.before))
    except KeyboardInterrupt:
        results.notes.append("This run was interrupted: what is missing was not measured.")
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    if options.only:
        print(report.text(results))
    else:
        results.save()
        report.write(results)
        print(f"The report is {report.PATH}.")
    return 1 if results.total(lambda result: result.lost + result.doubled) else 0


async def _measure(results: Results, directory: Path, sizes: Sizes, only: str, before: str) -> None:
    print("Starting MongoDB, Redis, Wick and the peers.", flush=True)
    async with stage(directory, before) as ready:
        for note in ready.notes:
            print(f"** {note}", flush=True)
        results.notes += ready.notes
        plan = Plan(ready, await _people(ready, sizes.crowd), sizes)
        steps = [step for step in _steps(plan, sizes, directory) if not step.measure or only in step.measure]
        with tqdm(total=round(sum(step.takes for step in steps)), unit="s", bar_format=BAR) as bar:
            for step in steps:
                await plan.settle()
                await _take(step, results, bar)


def _steps(plan: Plan, sizes: Sizes, directory: Path) -> Iterator[Step]:
    yield from plan.warm_up()
    for number in range(sizes.rounds):
        yield from plan.round(number)
    yield from plan.once()
    if not sizes.whole:
        return

    async def everybody() -> Result:
        return await crowd.run(directory / "cluster", sizes.crowd, sizes.talk)

    yield Step(crowd.MEASURE, "wick", everybody, 35 + sizes.talk + sizes.crowd / 200)


async def _take(step: Step, results: Results, bar: "tqdm[Never]") -> None:
    bar.set_description_str(f"{step.measure or 'warming up'}: {step.server}")
    try:
        result = await step.run()
    except (LoadFailed, ProgramFailed) as failure:
        results.notes.append(f"{step.measure or 'warm-up'}, {step.server}: {failure}")
        bar.write(f"** {results.notes[-1]}", file=sys.stderr)
        return
    finally:
        bar.update(round(step.takes))
    if result.why:
        results.notes.append(f"{step.measure or 'warm-up'}, {step.server}: {'; '.join(result.why)}")
        bar.write(f"** {results.notes[-1]}", file=sys.stderr)
    if step.measure:
        results.add(step.measure, step.server, result)


async def _people(ready: BenchStage, count: int) -> dict[str, list[str]]:
    """Tokens by the name of the server that knows them."""
    program = ("-m", "bench.workspace", "--people", str(count), "--rooms", str(ROOMS))
    tokens = {
        "wick": (await said(sys.executable, *program, environ=ready.environ)).split(),
        SERVING: (await said(sys.executable, *program, environ=ready.serving_environ)).split(),
    }
    if (other := ready.before) is not None:
        tokens[NAME] = (await said(*other.command(*program), environ=other.environ)).split()
    return tokens
