"""Running a job in a load process of its own."""

import asyncio
import sys

import msgspec

from bench.load.job import Job, Result
from deploy.local.process import ROOT


class LoadFailed(Exception):
    """The load process gave no result; the text is the end of what it printed."""


async def run(job: Job, patience: float = 300.0) -> Result:
    """The result of `job`, or LoadFailed. `patience`: seconds until it is given up."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.load"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        answer, complaint = await asyncio.wait_for(child.communicate(msgspec.json.encode(job)), patience)
    except TimeoutError:
        raise LoadFailed(f"{job.scenario} took longer than {patience:g} s.") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise LoadFailed("\n".join(complaint.decode(errors="replace").splitlines()[-3:]))
    return msgspec.json.decode(answer, type=Result)
