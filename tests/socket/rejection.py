"""Sockets that are refused."""

from tests.client import Client


async def close_code_of_rejected(client: Client) -> int:
    """The close code of a socket that is refused."""
    await client.open()
    try:
        return await client.closed()
    finally:
        await client.close()
        assert client.received == []
