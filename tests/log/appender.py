"""A process that appends to a room without a rest: `python -m tests.log.appender ROOM PERSON JOURNAL`.

It writes down each id before it sends it, and each ack when it has it. Killed and started again with the same
journal, it sends again what had no ack. SIGTERM ends it as soon as everything sent is acked.
"""

import asyncio
import os
import signal
import sys
import uuid
from collections import deque
from pathlib import Path

from tests.polling import async_wait_until

AT_ONCE = 3


class Appender:
    def __init__(self, room: str, journal: Path) -> None:
        self.room = room
        self.unacked = deque(unacked(journal))
        self.journal = journal.open("a", buffering=1)  # a line is written whole, and at once
        self.stopping = False

    async def run(self, person_id: str) -> None:
        from chat.actors.actor import Actor
        from chat.models import User
        from chat.realtime.hub import current

        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.stop)
        current().serve()
        person = Actor.of(await User.objects.aget(pk=person_id), trusted=True)
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self.append(person))

    def stop(self) -> None:
        self.stopping = True

    async def append(self, person: object) -> None:
        while not self.stopping or self.unacked:
            await self.send(person, self.unacked.popleft() if self.unacked else self.new())

    def new(self) -> str:
        id = str(uuid.uuid4())
        self.journal.write(f"sent {id}\n")
        return id

    async def send(self, person: object, id: str) -> None:
        """One event, again and again until it is acked."""
        seq = await async_wait_until(lambda: self.post(person, id), what="an ack")
        self.journal.write(f"ack {id} {seq}\n")

    async def post(self, person: object, id: str) -> int | None:
        """The seq; None while the database is unavailable."""
        from chat.actions import messages
        from chat.protocol.errors import Code, Refused

        try:
            return await messages.post(person, self.room, id, "hello")  # type: ignore[arg-type]
        except Refused as refusal:
            if refusal.code is not Code.UNAVAILABLE:
                raise
            return None


def lines(journal: Path) -> list[list[str]]:
    """The whole lines of a journal, in words."""
    if not journal.exists():
        return []
    return [line.split() for line in journal.read_text().split("\n")[:-1]]


def unacked(journal: Path) -> list[str]:
    """The ids that were sent and not acked, in order."""
    acked = {words[1] for words in lines(journal) if words[0] == "ack"}
    return [words[1] for words in lines(journal) if words[0] == "sent" and words[1] not in acked]


def main() -> None:
    import django

    django.setup()
    room, person, journal = sys.argv[1:]
    asyncio.run(Appender(room, Path(journal)).run(person))
    os._exit(0)  # the hub lives on; nothing of it has to end in order


if __name__ == "__main__":
    main()
