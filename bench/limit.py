"""The bare limit: what sending costs when there is nothing else to do (peers/limit.c)."""

import asyncio
import shutil
from pathlib import Path

from bench.programs import measured, said

SOURCE = Path(__file__).parent / "peers" / "limit.c"
GET_IT = "No C compiler was found (apt-get install gcc libc6-dev), so the bare limit is not measured."


async def build(directory: Path) -> str | None:
    """The program, compiled into `directory`; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    await asyncio.to_thread(directory.mkdir, parents=True, exist_ok=True)
    program = directory / "limit"
    await said(compiler, "-O2", "-o", str(program), str(SOURCE))
    return str(program)


async def run(program: str, sockets: int, frame: int, seconds: float) -> dict[str, float]:
    """`sends` of `frame` bytes each to `sockets` sockets in turn, in `seconds`, for `cpu` seconds."""
    return await measured(program, str(sockets), str(frame), str(seconds))
