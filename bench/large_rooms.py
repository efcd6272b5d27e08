"""What rooms with very many people cost an instance, measured in a process of its own beside a running one:

- bytes on the channel layer when one of 3,333 and one of 10,000 people goes, and when another instance comes
  that follows one of 20 rooms with 10,000 people in each;
- microseconds to greet a socket with who is here, framed and written, with 100 and 3,333 people in the room;
- milliseconds and documents to load the state of a room with 10,000 members and 1,000 bans.

Prints them as JSON. It uses only what other commits have, too, so that their code can be measured by this
file: python bench/large_rooms.py in their directory, with the settings of an instance in the environment.
"""

import asyncio
import json
import os
import time
import uuid
from typing import Any

SIZES = (3_333, 10_000)
ROOMS = 20
GREETED = 100
MEMBERS, BANS = 10_000, 1_000
CALLS = 50
QUIET = 3.0  # seconds without presence, after which all has been sent
KINDS = (b"here", b"presence")  # how the layer's items of presence begin


class OpenWire:
    """Takes whatever is written."""

    unsent = 0
    deflates = False

    def write(self, data: bytes) -> int:
        return 0


class CountedLayer:
    """Counts what this process says on the channel layer of who is here."""

    def __init__(self, bus: Any) -> None:
        self._bus = bus
        self.bytes = 0
        self.received_at = time.monotonic()

    async def listen(self) -> None:
        import redis.asyncio

        sender = self._bus.id.encode()
        async with redis.asyncio.from_url(os.environ["REDIS_URL"]).pubsub() as subscriber:
            await subscriber.psubscribe("*")
            async for message in subscriber.listen():
                data = message["data"]
                if message["type"] == "pmessage" and sender in data and any(kind in data for kind in KINDS):
                    self.bytes += len(data)
                    self.received_at = time.monotonic()

    async def settled(self) -> int:
        """The bytes since this was asked last, once nothing more is said."""
        self.received_at = time.monotonic()
        while time.monotonic() - self.received_at < QUIET:
            await asyncio.sleep(0.1)
            began = time.monotonic()
            await self._bus.drained()
            self.received_at += time.monotonic() - began  # as long as it was sent, it was not quiet
        sent, self.bytes = self.bytes, 0
        return sent


async def presence() -> dict[str, float]:
    from bench.workspace import make_rooms
    from chat.realtime import hub as hubs

    names = await asyncio.to_thread(make_rooms, ROOMS)
    hub = hubs.current()
    hub.serve()
    layer = CountedLayer(hub.bus)
    listening = asyncio.create_task(layer.listen())
    rooms = [await hub.loader.room(name) for name in names]
    sockets = [_socket(number) for number in range(max(SIZES))]
    found: dict[str, float] = {}
    here = 0
    for size in (GREETED, *SIZES):
        for socket in sockets[here:size]:
            rooms[0].enter(socket)
        here = size
        await layer.settled()
        found[f"greet {size}"] = _greet(hub, rooms[0], sockets[:GREETED])
        rooms[0].leave(sockets[0])
        found[f"change {size}"] = await layer.settled()
        rooms[0].enter(sockets[0])
    for room in rooms[1:]:
        for socket in sockets:
            room.enter(socket)
    await layer.settled()
    _say(hub, "beat", 1, 0)
    _say(hub, "presence_ask", rooms[0].id, {})
    found["newcomer"] = await layer.settled()
    listening.cancel()
    return found


def _socket(number: int) -> Any:
    from chat.actors.actor import Actor
    from chat.actors.credentials import Credentials
    from chat.realtime.sockets import DirectSocket

    key = uuid.UUID(int=number)
    actor = Actor(id=str(key), key=key.hex, username=f"somebody-{number}", name=f"Somebody {number}")
    return DirectSocket(OpenWire(), Credentials(actor))  # type: ignore[arg-type]


def _greet(hub: Any, room: Any, sockets: list[Any]) -> float:
    began = time.perf_counter()
    for socket in sockets:
        hub.presence.greet(room, socket)
        socket.flush()
    return (time.perf_counter() - began) / len(sockets) * 1e6


def _say(hub: Any, kind: str, *items: Any) -> None:
    """As another instance says it, where this version knows of it."""
    from chat.protocol.compatibility import call_with_items

    if handler := hub.bus.handlers.get(kind):
        call_with_items(handler, "newcomer/1", *items)


def state() -> dict[str, float]:
    """Of a room that was not there before, in a database where little else is asked."""
    from django.db import connection

    from chat.models import Ban, Membership, Room, User
    from chat.queries.room_state import room_state

    room = Room.objects.create(id=f"large-{uuid.uuid4().hex[:8]}", slug=f"large-{uuid.uuid4().hex[:8]}")
    owner = User.objects.get_or_create(username="large-owner", folded="large-owner")[0]
    Membership.objects.create(room=room, user=owner, role="owner")
    Ban.objects.create(room=room, user=owner)
    database: Any = connection.database  # type: ignore[attr-defined]
    for kind, count in ((Membership, MEMBERS), (Ban, BANS)):
        rows = database[kind._meta.db_table]
        [row] = rows.find({"room": room.pk})
        rows.insert_many(
            {
                **row,
                "_id": uuid.uuid4().hex,
                "user": uuid.uuid4().hex,
                **({"role": "member"} if "role" in row else {}),
            }
            for _ in range(count - 1)
        )
    before, began = _examined(database), time.perf_counter()
    for _ in range(CALLS):
        room_state(room.pk)
    seconds = time.perf_counter() - began
    return {"state ms": seconds / CALLS * 1e3, "state documents": (_examined(database) - before) / CALLS}


def _examined(database: Any) -> int:
    """Documents that this MongoDB has examined since it was started."""
    metrics = database.client.admin.command("serverStatus")["metrics"]
    return int(metrics["queryExecutor"]["scannedObjects"])


def main() -> None:
    import django
    import uvloop

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    os.environ["INSTANCE"] = "large-rooms"
    django.setup()
    print(json.dumps({**state(), **uvloop.run(presence())}))


if __name__ == "__main__":
    main()
