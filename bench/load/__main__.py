"""The load generator as a process of its own: a job as JSON on stdin, its result as JSON on stdout.

Run apart from the servers so that the generator's CPU is never counted as theirs.
"""

import sys

import msgspec
import uvloop

from bench.load.job import Job, Result
from bench.load.scenarios import SCENARIOS


async def _run(job: Job) -> Result:
    return await SCENARIOS[job.scenario](job)


def main() -> None:
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    result = uvloop.run(_run(job))
    sys.stdout.buffer.write(msgspec.json.encode(result) + b"\n")


if __name__ == "__main__":
    main()
