"""Whatever fails while a batch is stored, each frame has one outcome, and the log no gap and no repeat."""

import asyncio
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.events.message import Message
from chat.events.pending import PendingEvent
from chat.protocol.errors import unavailable
from chat.realtime.hub import Hub
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import QueuedSocket
from chat.storage import event_log
from chat.storage.executor import in_log_thread
from chat.websocket.session import SocketSession
from tests.unit.hubs import live_room

KEY = uuid.uuid4()
ADA = Actor(id=str(KEY), key=KEY.hex, username="ada", name="Ada", trusted=True)
Fault = tuple[type[Exception], bool]  # what is raised, and whether the call was made before it


class FaultyCollection:
    """The log's collection and its database, of which some calls fail, by their number from 0."""

    def __init__(
        self, real: Callable[[], Any], faults: dict[int, Fault], calls: Iterator[int] | None = None
    ) -> None:
        self._real, self._faults = real, faults
        self._calls = calls or count()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real(), name)
        if name == "database":
            return FaultyCollection(lambda: found, self._faults, self._calls)
        return self._faulty(found) if name in ("command", "find", "find_one") else found

    def _faulty(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any, **options: Any) -> Any:
            error, done_before = self._faults.get(next(self._calls), (None, True))
            outcome = call(*args, **options) if done_before else None
            if error is not None:
                raise error("by the test")
            return outcome

        return made


class Talk:
    """What is said over one socket, and answered."""

    def __init__(self, room: LiveRoom) -> None:
        self.room = room
        assert isinstance(room.hub, Hub)
        self.conversation = SocketSession(
            room.hub, QueuedSocket(self._send, Credentials(ADA, token="digest"))
        )
        self.asked: Counter[str] = Counter()
        self.answers: list[dict[str, Any]] = []

    async def _send(self, message: dict[str, Any]) -> None:
        self.answers.append(json.loads(message["text"]))

    def say(self, type: str, id: str, **fields: Any) -> None:
        work = self.conversation.receive(
            json.dumps({"type": type, "id": id, "room": self.room.id, **fields}).encode()
        )
        assert work is None
        self.asked[id] += 1

    async def end(self) -> None:
        """Returns when all that was said has an outcome, and the writer rests."""
        async with asyncio.timeout(20):
            await self.conversation._submissions.settled()
            while not self.room.writer.idle or len(self.answers) < self.asked.total():
                await asyncio.sleep(0)
        assert self.conversation._submissions._unsettled == 0
        assert Counter(answer["id"] for answer in self.answers) == self.asked


def a_room() -> LiveRoom:
    hub = Hub()
    hub.bus.listening = True  # with nobody beside it
    return live_room(hub, f"room-{uuid.uuid4().hex[:8]}")


async def stored(room: LiveRoom) -> dict[int, str]:
    """The ids in the room's log, by seq."""
    documents = await in_log_thread(event_log.after, room.id, 0, 1000)
    assert [document["seq"] for document in documents] == list(range(1, len(documents) + 1))
    return {document["seq"]: document["_id"].rpartition("/")[2] for document in documents}


ids = st.integers(0, 5).map(lambda n: str(uuid.UUID(int=KEY.int ^ n)))
frames = st.one_of(
    st.builds(lambda id: ("post", id, {"text": "hello"}), ids),
    st.builds(
        lambda id, seq: ("edit", id, {"seq": seq, "text": "better"}), st.uuids().map(str), st.integers(1, 4)
    ),
    st.builds(lambda id, seq: ("delete", id, {"seq": seq}), st.uuids().map(str), st.integers(1, 4)),
    st.builds(
        lambda id, seq: ("react", id, {"seq": seq, "emoji": "👍", "on": True}),
        st.uuids().map(str),
        st.integers(1, 4),
    ),
)
faults = st.dictionaries(
    st.integers(0, 15), st.tuples(st.sampled_from([RuntimeError, AutoReconnect]), st.booleans()), max_size=4
)


async def a_talk_under(faults: dict[int, Fault], said: list[Any], patch: pytest.MonkeyPatch) -> None:
    collection, room = event_log.collection, a_room()
    unique = {id: str(uuid.uuid4()) for _, id, _ in said}  # over all examples
    faulty = FaultyCollection(collection, faults)
    patch.setattr(event_log, "collection", lambda: faulty)
    first = await talk(room, said, unique)
    patch.setattr(event_log, "collection", collection)
    found = await stored(room)
    assert len(set(found.values())) == len(found)
    for answer in first.answers:
        if answer["type"] == "ack" and "rev" not in answer:
            assert found[answer["seq"]] == answer["id"]
    # What was refused for the time being goes through when it is sent again.
    again = await talk(room, said, unique)
    assert not [answer for answer in again.answers if answer.get("code") == "unavailable"]
    assert room.head == len(await stored(room))


async def talk(room: LiveRoom, said: list[Any], ids: dict[str, str]) -> Talk:
    talk = Talk(room)
    for type, id, fields in said:
        talk.say(type, ids[id], **fields)
    await talk.end()
    return talk


@pytest.mark.usefixtures("transactional_db")
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=faults, said=st.lists(frames, min_size=1, max_size=8))
def test_every_frame_has_one_outcome_whatever_fails(faults: dict[int, Fault], said: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        asyncio.run(a_talk_under(faults, said, patch))


async def test_what_goes_wrong_in_telling_one_outcome_stays_there(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: PendingEvent) -> None:
        raise RuntimeError("by mistake")

    message = Message(room="tea", id=str(uuid.uuid4()), author=ADA.author, text="hello")
    pending = PendingEvent(message, ADA, done=fail)
    pending.settle(7)
    assert pending.seq == 7
    assert "could not be delivered" in caplog.text
    with pytest.raises(RuntimeError):
        pending.refuse(unavailable())
    assert (pending.seq, pending.refusal) == (7, None)
