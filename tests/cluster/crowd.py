"""People who do not give up: they come back after whatever happens, and send again what was not acked."""

import asyncio
import random
from typing import Any

from websockets.exceptions import InvalidHandshake, WebSocketException

from tests.backstage import Backstage
from tests.client import Client, Refusal, new_id
from tests.cluster.conftest import Cluster
from tests.view import Broken, RoomView

LOST = (OSError, TimeoutError, InvalidHandshake, WebSocketException, AssertionError)


class Person:
    """One client of one room, over as many sockets as it takes. `acked`: the seq of each id."""

    def __init__(self, url: str, token: str, room: str) -> None:
        self.url, self.token, self.room = url, token, room
        self.view = RoomView(room)
        self.acked: dict[str, int] = {}
        self.instances: set[str] = set()
        self.closed_with: list[int] = []
        self.told_to_leave = 0  # `reconnect` frames
        self._client: Client | None = None

    async def client(self) -> Client:
        """A socket that follows the room, from where this person was."""
        while self._client is None or not self._client.is_open:
            await self.leave()
            client = Client(self.url, token=self.token)
            client.rooms[self.room] = self.view
            self.view.following = False
            try:
                await client.open()
                self._client = client
                self.instances.add((await client.welcomed())["instance"])
                await client.follow(self.room)
            except (Refusal, *LOST) as error:
                if isinstance(error, Broken):
                    raise
                await self.leave()
                await asyncio.sleep(random.uniform(0.05, 0.5))
        return self._client

    async def leave(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            self.told_to_leave += len(client.all("reconnect"))
            await client.close()
            if client._socket.close_code is not None:
                self.closed_with.append(client._socket.close_code)

    async def say(self, text: str, **fields: Any) -> int:
        """Says it once, however often it has to be sent; the seq of its ack."""
        message_id = new_id()
        while True:
            client = await self.client()
            try:
                answer = await client.ask("post", room=self.room, id=message_id, text=text, **fields)
            except Refusal as refusal:
                if refusal.code not in ("unavailable", "rate_limited"):
                    raise
                await asyncio.sleep(min(1.0, refusal.frame["retry_after"]))
            except LOST as error:
                if isinstance(error, Broken):
                    raise
                await asyncio.sleep(random.uniform(0.02, 0.2))
            else:
                self.acked[message_id] = answer["seq"]
                return int(answer["seq"])

    async def has_all_up_to(self, head: int) -> None:
        """Waits until everything up to `head` has come in, by itself."""
        client = await self.client()
        await client.until(lambda: (self.view.last or 0) >= head, what=f"event {head}")


async def hold_the_same(people: list[Person]) -> int:
    """Everyone ends with one gapless list that has what was acked, each once; how long the list is."""
    acked = {message: seq for person in people for message, seq in person.acked.items()}
    await asyncio.gather(*(person.has_all_up_to(max(acked.values())) for person in people))
    head = max(person.view.last or 0 for person in people)
    await asyncio.gather(*(person.has_all_up_to(head) for person in people))
    first = people[0].view.ids
    assert sorted(first) == list(range(1, head + 1))
    for person in people:
        assert person.view.ids == first
    assert len(set(first.values())) == head
    assert acked == {message: seq for seq, message in first.items() if message in acked}
    assert len(acked) == sum(len(person.acked) for person in people)
    return head


def crowd(cluster: Cluster, count: int, room: str) -> list[Person]:
    """`count` people in a new room of the cluster, three of them with several sockets."""
    backstage = Backstage(cluster.env)
    try:
        accounts = [backstage("person", username=f"{room}-{n}"[-32:].strip("-")) for n in range(3)]
        backstage("room", slug=room, owner=accounts[0]["id"])
    finally:
        backstage.close()
    return [Person(cluster.ws_url, accounts[n % 3]["token"], room) for n in range(count)]
