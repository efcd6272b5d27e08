"""Frames are handled in order, in whichever pieces their bytes arrive."""

import asyncio
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.frames import Opcode

from tests.instance import Instance
from tests.socket.raw import Fence, RawSocket, text
from tests.workspace import Accounts

shapes = st.lists(st.sampled_from(["whole", "long", "fragments", "pinged", "slow"]), min_size=1, max_size=25)


def shaped(shape: str, id: str) -> list[bytes]:
    """A frame that is answered with this id, as one or several frames of RFC 6455."""
    ping = json.dumps({"type": "ping", "id": id, "x": "é" * 20}, ensure_ascii=False)
    middle = len(ping) // 2
    control = text("are you there", opcode=Opcode.PING)
    if shape == "long":
        return [text(ping.replace("é", "x" * 500))]
    if shape == "slow":  # its answer needs the database
        return [text(json.dumps({"type": "history", "room": "no-such-room", "id": id}))]
    if shape == "fragments":
        rest = text(ping[middle:], opcode=Opcode.CONT)
        return [text(ping[:middle], fin=False), control, rest]
    return [control, text(ping)] if shape == "pinged" else [text(ping)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes, st.lists(st.integers(1, 400), min_size=1, max_size=40), st.booleans())
def test_frames_in_any_pieces_are_answered_in_order(
    instance: Instance, accounts: Accounts, shapes: list[str], sizes: list[int], waiting: bool
) -> None:
    async def play() -> None:
        raw, fence = await RawSocket.open(instance, accounts.member.token), Fence()
        await fence.connect(instance)
        data = b"".join(frame for n, shape in enumerate(shapes) for frame in shaped(shape, str(n)))
        least = len(data) // 60  # bytes of a piece, so that there are not thousands
        place = 0
        for n in range(len(data)):
            piece = data[place : place + max(least, sizes[n % len(sizes)])]
            await raw.send(piece)
            place += len(piece)
            if place == len(data):
                break
            if waiting:
                await fence()
        answers = await raw.answers(len(shapes))
        assert [answer["id"] for answer in answers] == [str(n) for n in range(len(shapes))]
        fence.close()
        raw.close()

    asyncio.run(play())
