"""The groups of one server of the channel layer that this process is in: changed in bulk, once a turn."""

import asyncio

from chatsite.layer import LoopLayer, Unreachable


class Subscriptions:
    """What is wanted is kept through every outage, and subscribed to again with each new channel.

    Bounded by the rooms that are live or about to be: each joined group is left (chat.realtime.loader).
    """

    def __init__(self, layer: LoopLayer, shard: int) -> None:
        self._layer, self._shard = layer, shard
        self._groups: set[str] = set()  # those that are wanted
        self._joining: set[str] = set()  # still to be subscribed to
        self._leaving: set[str] = set()  # still to be unsubscribed from
        self._channel: str | None = None  # what messages come by, while there is a connection
        self._changing: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._groups)

    def join(self, group: str) -> None:
        """Messages of the group are to arrive here."""
        self._groups.add(group)
        self._leaving.discard(group)
        self._joining.add(group)
        self._change_soon()

    def leave(self, group: str) -> None:
        """Nobody here needs the group any more."""
        self._groups.discard(group)
        self._joining.discard(group)
        if self._channel is not None:
            self._leaving.add(group)
            self._change_soon()

    def is_wanted(self, group: str) -> bool:
        """Are messages of the group to arrive here?"""
        return group in self._groups

    async def begin(self, channel: str, everyone: str) -> None:
        """Subscribes to all groups, and to `everyone`, by a new channel. Raises one of Unreachable."""
        self._leaving.clear()
        self._joining = set(self._groups)
        await self._layer.group_add_all(self._shard, [everyone], channel)
        self._channel = channel
        self._change_soon()

    async def end(self) -> None:
        """The channel is not received from any more."""
        self._channel = None
        if self._changing is not None:
            self._changing.cancel()
            await asyncio.wait([self._changing])

    def _change_soon(self) -> None:
        if self._channel is not None and self._changing is None and (self._joining or self._leaving):
            self._changing = asyncio.get_running_loop().create_task(self._change(self._channel))

    async def _change(self, channel: str) -> None:
        try:
            while self._joining or self._leaving:
                joining, self._joining = self._joining, set()
                leaving, self._leaving = self._leaving, set()
                if leaving:
                    await self._layer.group_discard_all(self._shard, leaving, channel)
                if joining:
                    await self._layer.group_add_all(self._shard, joining, channel)
        except Unreachable as error:
            self._layer.lose(channel, error)  # its receiver starts again
        finally:
            self._changing = None
