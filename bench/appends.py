"""How many messages a second Wick's log stores, SENDERS at a time in one room, with no sockets in between:
each is handed to the log as a socket's frame is.

The counterpart of peers/node/append.js: prints {"appends": …, "seconds": …, "cpu": …} as JSON, the first
two seconds not counted. With the settings of an instance in the environment:

    python -m bench.appends --senders 64 --seconds 4
"""

import argparse
import asyncio
import json
import os
import time
import uuid

TEXT = "so it goes and so it goes and so it goes and so it"
WARM = 2.0  # seconds


async def measure(senders: int, seconds: float) -> dict[str, float]:
    from asgiref.sync import sync_to_async

    from bench.workspace import make_rooms
    from chat.actions.messages import submit
    from chat.actions.system_account import system_account
    from chat.actors.actor import Actor
    from chat.events.message import Message
    from chat.events.pending import PendingEvent
    from chat.realtime import hub

    author = Actor.of(await sync_to_async(system_account)())
    [name] = await asyncio.to_thread(make_rooms, 1)
    hub.current().serve()
    room = await hub.current().loader.room(name)
    stored, silent = 0, 0
    running = True
    all_silent: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def send() -> None:
        message = Message(room=room.id, id=str(uuid.uuid4()), author=author.author, text=TEXT)
        submit(room, author, message, done)

    def done(pending: PendingEvent) -> None:
        nonlocal stored, silent
        if pending.refusal is None and running:
            stored += 1
            send()
            return
        silent += 1
        if silent == senders:
            all_silent.set_result(None)

    for _ in range(senders):
        send()
    await asyncio.sleep(WARM)
    before, began, cpu = stored, time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    result = {
        "appends": stored - before,
        "seconds": time.monotonic() - began,
        "cpu": time.process_time() - cpu,
    }
    running = False
    await all_silent
    return result


def main() -> None:
    import django
    import uvloop

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--senders", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=4.0)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    django.setup()
    print(json.dumps(uvloop.run(measure(options.senders, options.seconds))))


if __name__ == "__main__":
    main()
