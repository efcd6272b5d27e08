"""One socket of the load test, which comes back as the page does, and counts what came by its id."""

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from chat.simulation.replay.connection import AGAIN, ReplayConnection


@dataclass(slots=True)
class SentPost:
    """One message: `due` and `acked` are times of one clock, in seconds; `refused` is an error code."""

    room: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    due: float = 0.0
    seq: int | None = None
    refused: str | None = None
    retries: int = 0


class Member(ReplayConnection):
    """Follows one room. `posts` are all messages of the test by id, filled by the poster."""

    def __init__(self, posts: dict[str, SentPost], *where: Any) -> None:
        super().__init__(*where)
        self.posts = posts
        self.seen: dict[str, int] = {}  # seq by id, of this test's messages
        self.events = self.doubled = self.disordered = 0
        self.latencies: list[float] = []  # milliseconds from when a message was due

    def came(self, event: dict[str, Any]) -> None:
        self.events += 1
        if self.since is not None and event["seq"] != self.since + 1:
            self.disordered += 1
        super().came(event)
        if (post := self.posts.get(event["id"])) is None:
            return
        if post.id in self.seen:
            self.doubled += 1
        self.seen[post.id] = event["seq"]
        self.latencies.append((time.perf_counter() - post.due) * 1000)

    async def say(self, post: SentPost) -> None:
        """Returns when it is acked or finally refused; it is sent under the same id until then."""
        frame = {"type": "post", "room": self.room, "id": post.id, "text": "the load test says something"}
        while True:
            answer = await self.ask(frame)
            if answer.get("code") not in AGAIN:
                break
            post.retries += 1
            await asyncio.sleep(answer.get("retry_after") or 1.0)
        if answer["type"] == "ack":
            post.seq = answer["seq"]
        else:
            post.refused = answer["code"]
