"""Those who are not let in."""

from tests.client import Client


async def turned_away(client: Client) -> int:
    """The close code of a socket that is not let in."""
    await client.open()
    try:
        return await client.closed()
    finally:
        await client.close()
        assert client.received == []
