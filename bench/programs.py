"""Small programs that measure something by themselves and print what they found."""

import asyncio
import json
import os
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from deploy.local.process import ROOT


class ProgramFailed(Exception):
    """It ended with an error; the text is the last line of its complaint."""


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
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        raise ProgramFailed(f"{_name(command)} failed: {last[-400:]}")
    return output.decode()


def _name(command: tuple[str, ...]) -> str:
    """The module or script of a command of Python's, else the program."""
    modules = [word for before, word in pairwise(command) if before == "-m"]
    scripts = [Path(word).name for word in command if word.endswith(".py")]
    return [*modules, *scripts, command[0]][0]
