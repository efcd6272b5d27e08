"""Things that are done by another process, and reach open sockets."""

import asyncio
from collections.abc import Callable

from tests.client import Client
from tests.polling import async_wait_until


async def done(do: Callable[[], object]) -> None:
    """Does it beside the event loop."""
    await asyncio.to_thread(do)


async def closes(client: Client, code: int, do: Callable[[], object]) -> None:
    await done(do)
    assert await client.closed() == code


async def typing_arrives(here: Client, there: Client, room: str) -> None:
    """Returns when the layer carries from one instance to the other what nothing else carries."""
    known = len(there.all("typing", room=room))

    async def arrived() -> bool:
        await here.send("typing", room=room)
        await there.settle()
        return len(there.all("typing", room=room)) > known

    await async_wait_until(arrived, what="a typing frame across the layer")
