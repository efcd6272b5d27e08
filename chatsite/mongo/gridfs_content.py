"""The content of a file in GridFS, a chunk at a time. PyMongo's own reader asks for all chunks at once, and
has 16 MiB of them in memory for each file that is being read."""

import io
from typing import Any

from bson import ObjectId
from pymongo.collection import Collection

Chunks = Collection[dict[str, Any]]


class GridFSContent(io.RawIOBase):
    """`seek` reads nothing, and `read` one chunk after the other; the one that was read last is kept."""

    def __init__(
        self, chunks: Collection[dict[str, Any]], id: ObjectId, length: int, chunk_size: int
    ) -> None:
        super().__init__()
        self.length = length
        self._chunks, self._id, self._chunk_size = chunks, id, chunk_size
        self._at, self._number, self._chunk = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.length}[whence]
        self._at = max(0, begin + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        stop = self.length if size is None or size < 0 else min(self.length, self._at + size)
        found = []
        while self._at < stop:
            number, start = divmod(self._at, self._chunk_size)
            part = self._read_chunk(number)[start : start + stop - self._at]
            found.append(part)
            self._at += len(part)
        return b"".join(found)

    def _read_chunk(self, number: int) -> bytes:
        if number != self._number:
            chunk = self._chunks.find_one({"files_id": self._id, "n": number}, {"data": 1, "_id": 0})
            whole = min(self._chunk_size, self.length - number * self._chunk_size)
            if chunk is None or len(chunk["data"]) != whole:  # it is being deleted
                raise FileNotFoundError(f"a chunk of the file {self._id} is missing")
            self._number, self._chunk = number, bytes(chunk["data"])
        return self._chunk
