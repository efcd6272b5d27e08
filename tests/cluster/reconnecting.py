"""Clients that do not give up: they reconnect after whatever happens, and send again what was not acked."""

import asyncio
from typing import Any

from websockets.exceptions import InvalidHandshake, WebSocketException

from tests.actions_process import ActionsProcess
from tests.client import Client, Refusal, new_id
from tests.cluster.conftest import Cluster
from tests.polling import async_wait_until
from tests.room_view import ContractViolation, RoomView

LOST = (OSError, TimeoutError, InvalidHandshake, WebSocketException, AssertionError)
OUTAGE = 180.0  # seconds; far more than any of these takes


class ReconnectingClient:
    """One client of one room, over as many sockets as it takes. `acked`: the seq of each id."""

    def __init__(self, url: str, token: str, room: str) -> None:
        self.url, self.token, self.room = url, token, room
        self.view = RoomView(room)
        self.acked: dict[str, int] = {}
        self.instances: set[str] = set()
        self.closed_with: list[int] = []
        self.reconnect_frames = 0
        self._client: Client | None = None

    async def client(self) -> Client:
        """A socket that follows the room, from where this client was."""
        connected: Client = await async_wait_until(self._connected, within=OUTAGE, what="a connection")
        return connected

    async def _connected(self) -> Client | None:
        """The open socket, or a new one; None where it fails."""
        if self._client is not None and self._client.is_open:
            return self._client
        await self.disconnect()
        client = Client(self.url, token=self.token)
        client.rooms[self.room] = self.view
        self.view.following = False
        try:
            await client.open()
            self._client = client
            self.instances.add((await client.welcomed())["instance"])
            await client.follow(self.room)
        except ContractViolation:
            raise
        except (Refusal, *LOST):
            await self.disconnect()
        return self._client

    async def disconnect(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            self.reconnect_frames += len(client.all("reconnect"))
            await client.close()
            if client._socket.close_code is not None:
                self.closed_with.append(client._socket.close_code)

    async def post(self, text: str, **fields: Any) -> int:
        """Posts it once, however often it has to be sent; the seq of its ack."""
        message_id = new_id()

        async def acked() -> int | None:
            return await self._post(message_id, text, fields)

        seq: int = await async_wait_until(acked, within=OUTAGE, what="an ack")
        self.acked[message_id] = seq
        return seq

    async def _post(self, message_id: str, text: str, fields: dict[str, Any]) -> int | None:
        """The seq; None where there is no answer, or a refusal that passes."""
        client = await self.client()
        try:
            answer = await client.ask("post", room=self.room, id=message_id, text=text, **fields)
        except Refusal as refusal:
            if refusal.code not in ("unavailable", "rate_limited"):
                raise
            return None
        except ContractViolation:
            raise
        except LOST:
            return None
        return int(answer["seq"])

    async def has_all_up_to(self, head: int) -> None:
        """Waits until everything up to `head` has come in, by itself."""
        client = await self.client()
        await client.until(lambda: (self.view.last or 0) >= head, what=f"event {head}")


async def converge(clients: list[ReconnectingClient]) -> int:
    """Everyone ends with one gapless list that has what was acked, each once; how long the list is."""
    acked = {message: seq for client in clients for message, seq in client.acked.items()}
    await asyncio.gather(*(client.has_all_up_to(max(acked.values())) for client in clients))
    head = max(client.view.last or 0 for client in clients)
    await asyncio.gather(*(client.has_all_up_to(head) for client in clients))
    first = clients[0].view.ids
    assert sorted(first) == list(range(1, head + 1))
    for client in clients:
        assert client.view.ids == first
    assert len(set(first.values())) == head
    assert acked == {message: seq for seq, message in first.items() if message in acked}
    assert len(acked) == sum(len(client.acked) for client in clients)
    return head


def reconnecting_clients(cluster: Cluster, count: int, room: str) -> list[ReconnectingClient]:
    """`count` clients of a new room of the cluster, of three accounts."""
    actions = ActionsProcess(cluster.env)
    try:
        accounts = [actions("account", username=f"{room}-{n}"[-32:].strip("-")) for n in range(3)]
        actions("room", slug=room, owner=accounts[0]["id"])
    finally:
        actions.close()
    return [ReconnectingClient(cluster.ws_url, accounts[n % 3]["token"], room) for n in range(count)]
