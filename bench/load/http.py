"""A keep-alive HTTP/1.1 client for one peer: the one that is polled."""

import asyncio
from urllib.parse import urlsplit


class PollingConnection:
    """One connection that asks one thing after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host

    @classmethod
    async def open(cls, url: str) -> "PollingConnection":
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        return cls(reader, writer, parts.netloc)

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of the answer; a ConnectionError when it is not 200."""
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status, *lines = answer.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        content = await self._reader.readexactly(int(headers.get("content-length", 0)))
        if status.split(" ")[1] != "200":
            raise ConnectionError(f"{method} {path} was answered {status!r}.")
        return content

    def close(self) -> None:
        self._writer.close()
