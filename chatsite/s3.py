"""Files in S3 that are read as far as is asked for: django-storages reads all of one first."""

from typing import Any

from django.core.files.base import File
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]


class S3File(File):
    """A stored file that is read from where it was sought, as far as it is asked for."""

    def __init__(self, stored: Any, name: str) -> None:
        """`stored`: the object of boto3, which is there."""
        super().__init__(None, name)
        self._stored, self._at, self.mode = stored, 0, "rb"
        self._body: Any = None

    @property
    def size(self) -> int:
        return int(self._stored.content_length)

    @property
    def closed(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        """From the beginning alone."""
        self.close()
        self._at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        if self._at >= self.size:
            return b""
        if self._body is None:
            self._body = self._stored.get(Range=f"bytes={self._at}-")["Body"]
        data: bytes = self._body.read(None if size < 0 else size)
        self._at += len(data)
        return data

    def close(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


class S3FileStorage(S3Storage):
    """django-storages', which reads by parts."""

    def _open(self, name: str, mode: str = "rb") -> File:
        found = super()._open(name, mode)  # looks whether it is there
        return S3File(found.obj, name) if mode == "rb" else found
