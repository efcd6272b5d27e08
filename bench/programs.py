"""Small programs that measure something by themselves and print what they found."""

import asyncio
import json
import os
from collections.abc import Mapping

from deploy.local.process import ROOT


class ProgramFailed(Exception):
    """It ended with an error; the text is the end of its complaint."""


async def measured(*command: str, environ: Mapping[str, str] = {}) -> dict[str, float]:
    """The JSON object that `command` prints as its last line; ProgramFailed when it fails."""
    output = await said(*command, environ=environ)
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


async def said(*command: str, environ: Mapping[str, str] = {}) -> str:
    """What `command` printed; ProgramFailed when it fails."""
    child = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, complaint = await child.communicate()
    if child.returncode:
        end = complaint.decode(errors="replace").strip()[-400:]
        raise ProgramFailed(f"{' '.join(command[:3])} failed: {end}")
    return output.decode()
