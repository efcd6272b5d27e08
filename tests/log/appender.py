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

AT_ONCE = 20
PAUSE = 0.01  # seconds after each ack, so that others on the machine get their turn


class Appender:
    def __init__(self, room: str, journal: Path) -> None:
        self.room = room
        self.unacked = deque(unacked(journal))
        self.journal = journal.open("a", buffering=1)  # a line is written whole, and at once
        self.stopping = False

    async def run(self, person_id: str) -> None:
        from chat.hub import current
        from chat.models import User
        from chat.person import Person

        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.stop)
        current().serve()
        person = Person.of(await User.objects.aget(pk=person_id), trusted=True)
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
        from chat.actions import messages
        from chat.errors import Code, Refused

        while True:
            try:
                seq = await messages.post(person, self.room, id, "hello")  # type: ignore[arg-type]
            except Refused as refusal:
                if refusal.code is not Code.UNAVAILABLE:
                    raise
                await asyncio.sleep(0.2)
            else:
                self.journal.write(f"ack {id} {seq}\n")
                await asyncio.sleep(PAUSE)
                return


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
