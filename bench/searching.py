"""Searches among very many messages (bench.searches), in a MongoDB that nobody else uses."""

import sys
from pathlib import Path
from tempfile import mkdtemp

from bench import searches
from bench.load.job import Result
from bench.programs import measured
from bench.stage import BenchStage
from deploy.local import database
from deploy.local.group import Group
from deploy.local.identity import Record
from deploy.local.instances import prepare

MEASURE = "search"
A_SECOND = 1_200  # messages that are written and made searchable, about
CACHE = 1.0  # GB: what a server for so many messages has for MongoDB at least


async def searching(stage: BenchStage, messages: int) -> Result:
    directory = Path(mkdtemp(prefix="search-", dir=stage.directory))
    group = Group(directory, Record(directory))
    try:
        uri = await database.start(group, directory / "mongodb", size=1, cache=CACHE)
        environ = {**stage.environ, "MONGODB_URI": uri}
        await prepare(group, environ)
        command = (sys.executable, "-m", searches.__name__, "--messages", str(messages))
        return Result(figures=await measured(*command, environ=environ))
    finally:
        await group.stop()
