"""The MongoDB of a group: the one that MONGODB_URI names, or a private one."""

import asyncio
import shutil
from pathlib import Path

from deploy.local import environment, mongod
from deploy.local.group import Group
from deploy.local.replicaset import CACHE, ReplicaSet

LOW = 500  # MB free, below which it is said


async def start(group: Group, directory: Path, size: int, cache: float = CACHE) -> str:
    """The URI of a MongoDB that accepts writes. A private one has `size` nodes, kept in `directory`, with
    `cache` GB each."""
    if given := environment.secret("MONGODB_URI"):
        return given
    group.log.say("Starting MongoDB")
    nodes = ReplicaSet(directory, size, await asyncio.to_thread(mongod.find), cache)
    if (free := shutil.disk_usage(directory).free // 2**20) < LOW:
        group.log.say(f"** Only {free} MB are free in {directory}. MongoDB ends when none is left.")
    await group.start(*nodes.services())
    await asyncio.to_thread(nodes.settle)
    (directory / "uri").write_text(nodes.uri + "\n")
    return nodes.uri
