"""Searches among very many messages (bench.searches), in a MongoDB that nobody else uses."""

import sys

from bench import searches
from bench.load.job import Result
from bench.programs import measured
from bench.quiet import place
from bench.stage import BenchStage

MEASURE = "search"
A_SECOND = 1_200  # messages that are written and made searchable, about
CACHE = 1.0  # GB: what a server for so many messages has for MongoDB at least


async def searching(stage: BenchStage, messages: int) -> Result:
    async with place(stage, "wick", CACHE) as here:
        command = (sys.executable, "-m", searches.__name__, "--messages", str(messages))
        return Result(figures=await measured(*command, environ=here.environ))
