"""What came in over one socket, kept and compared with the contract as it comes."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tests import wire_schema
from tests.room_view import ContractViolation, Frame, RoomView

TIMEOUT = 30.0  # seconds; only a test that fails waits for so long
CHECKED = 5  # frames of each type and kind that are compared with the published schemas


class Inbox:
    """Every frame in `received`; room by room in `rooms`; the first breach of the contract in `broken`."""

    def __init__(self) -> None:
        self.received: list[Frame] = []
        self.rooms: dict[str, RoomView] = {}
        self.violation: ContractViolation | None = None
        self.asked_shown: set[str] = set()  # ids of frames that asked for messages as they are now
        self._checked: Counter[tuple[str, str | None]] = Counter()
        self._news = asyncio.Condition()

    @property
    def is_open(self) -> bool:
        """Whether more can come."""
        raise NotImplementedError

    def view(self, room: str) -> RoomView:
        return self.rooms.setdefault(room, RoomView(room))

    def mark(self) -> int:
        """A place in what was received, for `start`."""
        return len(self.received)

    def all(self, type: str, start: int = 0, **fields: Any) -> list[Frame]:
        """The frames of a type received so far."""
        return [frame for frame in self.received[start:] if _fits(frame, {"type": type, **fields})]

    async def wait_for(
        self, *, start: int = 0, but: str = "", within: float = TIMEOUT, **fields: Any
    ) -> Frame:
        """The first frame from `start` on that has these fields and is not of the type `but`."""

        def found() -> Frame | None:
            frames = self.received[start:]
            return next((f for f in frames if _fits(f, fields) and f["type"] != but), None)

        await self.until(lambda: found() is not None, within=within, what=f"a frame with {fields}")
        frame = found()
        assert frame is not None
        return frame

    async def until(self, true: Callable[[], bool], *, within: float = TIMEOUT, what: str = "it") -> None:
        """Waits, as frames come in, until `true()`."""
        try:
            async with asyncio.timeout(within), self._news:
                while not true():
                    if not self.is_open:
                        raise AssertionError(f"The socket was closed before {what} came.")
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{what} did not come within {within} s.") from None

    async def take(self, frame: Frame) -> None:
        self.received.append(frame)
        try:
            self._keep(frame)
        except ContractViolation as broken:
            self.violation = self.violation or broken
        async with self._news:
            self._news.notify_all()

    def _check(self, frame: Frame) -> None:
        """The first frames of each type and kind have to be what docs/asyncapi.yaml says."""
        kind = (frame["type"], frame.get("kind"))
        self._checked[kind] += 1
        if self._checked[kind] <= CHECKED and (faults := wire_schema.faults("send", frame, strict=True)):
            raise ContractViolation(f"{frame} is not what docs/asyncapi.yaml says: {faults}")

    def _keep(self, frame: Frame) -> None:
        self._check(frame)
        if len(self.received) == 1 and frame["type"] != "welcome":
            raise ContractViolation(f"the first frame was {frame}")
        if frame["type"] == "event":
            self.view(frame["room"]).event(frame)
        elif "thread" in frame and frame["type"] == "history":
            self.view(frame["room"]).thread(frame)
        elif frame["type"] in ("joined", "history"):
            page = getattr(self.view(frame["room"]), frame["type"])
            page(frame, shown=frame.get("id") in self.asked_shown)
        elif frame["type"] == "left":
            self.view(frame["room"]).following = False
        elif frame["type"] == "error" and frame["code"] == "rate_limited" and "retry_after" not in frame:
            raise ContractViolation(f"rate_limited without retry_after: {frame}")


def _fits(frame: Frame, fields: Mapping[str, Any]) -> bool:
    return all(field in frame and frame[field] == value for field, value in fields.items())
