"""What a client holds of its rooms, by the rule of docs/protocol.md. Nothing of chat/ is used."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.client import Client
from tests.inbox import TIMEOUT
from tests.room_view import ContractViolation

Frame = dict[str, Any]
MOST = 100


@dataclass
class Line:
    """A room in the list. `position`: the head of the last frame that stated or changed its counts."""

    position: int
    read: int
    unread: int
    for_me: int
    threads: dict[int, tuple[int, int]] = field(default_factory=dict)  # those that are followed: read, unread
    fields: Frame = field(default_factory=dict)
    is_asking: bool = False

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.read, self.unread, self.for_me


class Sidebar:
    """The list of one client, kept up to date by the frames that it receives."""

    def __init__(self, client: Client, user: str) -> None:
        self.client, self.user = client, user
        self.lines: dict[str, Line] = {}
        self.asked = 0  # how often something was missed
        self._taken = 0
        self._working: asyncio.Task[None] | None = None

    async def watch(self, **fields: Any) -> None:
        await self.client.send("watch", **fields)
        self._working = asyncio.create_task(self._work())
        await self.client.until(lambda: any("more" not in f for f in self.client.all("rooms")))
        await self.client.until(lambda: self._taken == len(self.client.received))

    async def stop(self) -> None:
        if self._working is not None:
            self._working.cancel()
            await asyncio.wait([self._working])

    def have(self) -> Frame:
        return {room: [line.position, line.read, line.fields["version"]] for room, line in self.lines.items()}

    async def until(self, room: str, within: float = TIMEOUT, **counts: Any) -> None:
        """Waits until the counts of a room are these."""

        def fits() -> bool:
            line = self.lines.get(room)
            return line is not None and all(getattr(line, name) == value for name, value in counts.items())

        try:
            await self.client.until(fits, within=within)
        except AssertionError:
            raise AssertionError(f"{room} should have {counts}, and has {self.lines.get(room)}") from None

    async def _work(self) -> None:
        while True:
            with suppress(AssertionError):  # the socket was closed, or nothing came for long
                await self.client.until(lambda: self._taken < len(self.client.received))
            if not self.client.is_open:
                return
            while self._taken < len(self.client.received):
                frame = self.client.received[self._taken]
                if (handle := getattr(self, f"_take_{frame['type']}", None)) is not None:
                    await handle(frame)
                self._taken += 1
            async with self.client._news:
                self.client._news.notify_all()

    async def _take_rooms(self, frame: Frame) -> None:
        for room in frame["rooms"]:
            self._take_object(room)

    def _take_object(self, room: Frame) -> None:
        if room["role"] is None:
            self.lines.pop(room["room"], None)
        else:
            head, read, unread, for_me = (room[name] for name in ("head", "read", "unread", "for_me"))
            self.lines[room["room"]] = Line(head, read, unread, for_me, _threads(room), room)

    async def _take_room(self, frame: Frame) -> None:
        if "role" in frame and ("head" in frame or frame["role"] is None):
            self._take_object(frame)
        elif frame["room"] in self.lines:
            self.lines[frame["room"]].fields |= frame

    async def _take_counts(self, frame: Frame) -> None:
        line = self.lines.get(frame["room"])
        if line is None:
            raise ContractViolation(f"counts of a room that is not in the list: {frame}")
        if frame["head"] < line.position:
            raise ContractViolation(f"counts below what was sent, {line.position}: {frame}")
        line.position, line.read = frame["head"], frame["read"]
        line.unread, line.for_me, line.is_asking = frame["unread"], frame["for_me"], False
        line.threads = _threads(frame)

    async def _take_joined(self, frame: Frame) -> None:
        line = self.lines.get(frame["room"])
        if line is not None and "unread" in frame:
            line.position, line.read = frame["head"], frame["read"]
            line.unread, line.for_me = frame["unread"], frame["for_me"]
            line.threads = _threads(frame)

    async def _take_event(self, frame: Frame) -> None:
        line = self.lines.get(frame["room"])
        if line is None or frame["seq"] <= line.position:
            return
        line.position = frame["seq"]
        author = frame["author"]["id"]
        thread: Frame = {name: frame[name] for name in ("thread", "also") if name in frame}
        if frame["kind"] == "message":
            entry = {"seq": frame["seq"], "author": author, "for": frame.get("mentions", []), **thread}
            self._count(line, entry, 1)
        elif frame["kind"] in ("delete", "restore"):
            entry = {
                "seq": frame["target"],
                "author": frame["message_author"],
                "for": frame.get("message_mentions", []),
                **thread,
            }
            self._count(line, entry, 1 if frame["kind"] == "restore" else -1)

    async def _take_activity(self, frame: Frame) -> None:
        line = self.lines.get(frame["room"])
        if line is None:
            raise ContractViolation(f"activity of a room that is not in the list: {frame}")
        if frame["after"] > line.position or frame.get("more"):
            if not line.is_asking:
                line.is_asking = True
                self.asked += 1
                await self.client.send("counts", room=frame["room"])
            return
        entries = [(e.get("by", e["seq"]), e, 1) for e in (*frame.get("new", ()), *frame.get("back", ()))]
        entries += [(e["by"], e, -1) for e in frame.get("gone", ())]
        for at, entry, step in sorted(entries, key=lambda each: each[0]):
            if at > line.position:
                self._count(line, entry, step)
        line.position = max(line.position, frame["head"])

    def _count(self, line: Line, entry: Frame, step: int) -> None:
        if entry["author"] == self.user:
            return
        thread = entry.get("thread")
        if thread in line.threads:
            read, unread = line.threads[thread]
            if entry["seq"] > read and unread < MOST:
                line.threads[thread] = read, unread + step
        if entry["seq"] <= line.read or (thread and not entry.get("also")):
            return
        if line.unread < MOST:
            line.unread += step
        if {self.user, "*"} & set(entry.get("for", ())) and line.for_me < MOST:
            line.for_me += step


def _threads(frame: Frame) -> dict[int, tuple[int, int]]:
    return {each["seq"]: (each["read"], each["unread"]) for each in frame["threads"]}
