"""Clients that say nothing are pinged; those that do not answer are gone."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from websockets.frames import Frame, Opcode

from tests.instance import Instance
from tests.socket.raw import RawSocket, text
from tests.workspace import Accounts, Workspace

ANSWERS = [Frame(Opcode.PONG, b"").serialize(mask=True), text('{"type":"ping"}')]


@pytest.fixture(scope="module")
def impatient(workspace: Workspace) -> Iterator[Instance]:
    with workspace.running("impatient", "--ping-interval", "1", "--ping-timeout", "1") as instance:
        yield instance


@pytest.fixture
async def silent(impatient: Instance, accounts: Accounts) -> AsyncIterator[RawSocket]:
    raw = await RawSocket.open(impatient, accounts.member.token)
    yield raw
    raw.close()


async def test_a_silent_client_is_pinged_and_one_that_does_not_answer_is_gone(silent: RawSocket) -> None:
    assert (await silent.frame()).opcode is Opcode.PING
    assert await silent.read_to_the_end() == 0


@pytest.mark.parametrize("answer", ANSWERS, ids=["pong", "frame"])
async def test_whatever_it_says_it_is_there(silent: RawSocket, answer: bytes) -> None:
    async with asyncio.timeout(30):
        for _ in range(3):
            while (await silent.frame()).opcode is not Opcode.PING:
                pass
            await silent.send(answer)


async def test_an_ordinary_client_stays(impatient: Instance, accounts: Accounts, room: str) -> None:
    """It answers pings by itself, and is there when one that connected later and does not answer is gone."""
    async with accounts.member.at(impatient) as member:
        await member.follow(room)
        later = await RawSocket.open(impatient, accounts.other.token)
        await later.read_to_the_end()
        assert member.is_open
        await member.post(room)
