"""How many sockets one person, and one address, may have open."""

from collections.abc import Iterator

import pytest

from tests.client import Client
from tests.instance import Instance
from tests.socket.rejection import close_code_of_rejected
from tests.workspace import Workspace


@pytest.fixture(scope="module")
def narrow(workspace: Workspace) -> Iterator[Instance]:
    with workspace.running("narrow", WICK_SOCKETS_PERSON="2", WICK_SOCKETS_ADDRESS="3") as instance:
        yield instance


async def test_one_person_has_so_many_sockets_and_may_have_another_when_one_is_closed(
    narrow: Instance, workspace: Workspace
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(narrow) as first:
        async with somebody.at(narrow):
            assert await close_code_of_rejected(somebody.at(narrow)) == 4429
            await first.settle()
        async with somebody.at(narrow), workspace.new_account().at(narrow):
            pass


async def test_one_address_has_so_many_sockets(narrow: Instance, workspace: Workspace) -> None:
    """As the proxy says it."""

    def client(address: str) -> Client:
        forwarded = {"X-Forwarded-For": address}
        return Client(narrow.ws_url, token=workspace.new_account().token, headers=forwarded)

    async with client("2001:db8::1"), client("2001:db8::2"), client("2001:db8::3"):
        assert await close_code_of_rejected(client("2001:db8::4")) == 4429
        async with client("2001:db8:0:1::1"):
            pass
    async with client("2001:db8::4"):
        pass
