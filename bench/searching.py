"""Searches among very many messages (bench.searches), in a database that nobody else reads."""

import sys
from urllib.parse import urlsplit

from bench import searches
from bench.load.job import Result
from bench.programs import measured
from bench.stage import BenchStage
from deploy.local.instances import prepare

MEASURE = "search"
A_SECOND = 1_200  # messages that are written and made searchable, about


async def searching(stage: BenchStage, messages: int) -> Result:
    mongodb = urlsplit(stage.stores.mongodb)._replace(path="/searched").geturl()
    environ = {**stage.environ, "MONGODB_URI": mongodb}
    await prepare(stage.group, environ)
    command = (sys.executable, "-m", searches.__name__, "--messages", str(messages))
    return Result(figures=await measured(*command, environ=environ))
