"""Files in MongoDB, through Django's storage interface: replicated and backed up with everything else, and
the same from every instance.

GridFS keeps a file as one document and its content in chunks of 255 KiB. Several files may have one name,
when two were saved under it at the same moment; the newest is the one that is read, and all are deleted.
"""

import re
from datetime import UTC, datetime
from typing import Any

from bson import ObjectId
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import connections
from django.utils.deconstruct import deconstructible
from gridfs import GridFSBucket, GridOut, NoFile
from pymongo import DESCENDING

from chatsite.mongo.gridfs_content import GridFSContent

SWEPT = 1000  # files whose chunks one sweep deletes


class GridFSFile(File):
    """A file that is read from MongoDB as it is asked for, chunk by chunk: `seek` reads nothing."""

    file: Any  # a GridFSContent

    @property
    def size(self) -> int:
        return int(self.file.length)


@deconstructible
class GridFSStorage(Storage):
    """`bucket`: the collections are `<bucket>.files` and `<bucket>.chunks`. Names are paths with slashes."""

    def __init__(self, bucket: str = "files", alias: str = "default") -> None:
        self.bucket, self.alias = bucket, alias

    def _files(self) -> GridFSBucket:
        return GridFSBucket(connections[self.alias].database, self.bucket)  # type: ignore[attr-defined]

    def _open(self, name: str, mode: str = "rb") -> GridFSFile:
        if mode != "rb":
            raise ValueError(f"a stored file is opened by rb, not {mode}")
        found = self._known(name)
        chunks = connections[self.alias].database[f"{self.bucket}.chunks"]  # type: ignore[attr-defined]
        content: Any = GridFSContent(chunks, found._id, found.length, found.chunk_size)
        return GridFSFile(content, name)

    def _save(self, name: str, content: File) -> str:
        self._files().upload_from_stream(name, content)
        return name

    def delete(self, name: str) -> None:
        files = self._files()
        for found in files.find({"filename": name}, no_cursor_timeout=False):
            try:
                files.delete(found._id)
            except NoFile:  # somebody else deleted it in this moment
                continue

    def exists(self, name: str) -> bool:
        return self._newest(name) is not None

    def size(self, name: str) -> int:
        return int(self._known(name).length)

    def get_created_time(self, name: str) -> datetime:
        return self._known(name).upload_date.replace(tzinfo=UTC)

    get_modified_time = get_created_time

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The names of folders and of files below a path, which takes a look at every file there."""
        start = f"{path.rstrip('/')}/" if path.strip("/") else ""
        found = self._files().find({"filename": {"$regex": f"^{re.escape(start)}"}})
        below = {each.filename.removeprefix(start) for each in found}
        folders = {name.partition("/")[0] for name in below if "/" in name}
        return sorted(folders), sorted(name for name in below if "/" not in name)

    def sweep(self, older_than: datetime) -> int:
        """Deletes chunks that belong to no file, since what wrote them was cut off, or what deleted them. How
        many files were they of? Those that began after `older_than` may still be written."""
        database = connections[self.alias].database  # type: ignore[attr-defined]
        chunks, files = database[f"{self.bucket}.chunks"], f"{self.bucket}.files"
        begun = ObjectId.from_datetime(older_than)
        of_file = {"from": files, "localField": "_id", "foreignField": "_id", "as": "file"}
        stages: list[dict[str, Any]] = [
            {"$match": {"files_id": {"$lt": begun}}},
            {"$sort": {"files_id": 1, "n": 1}},
            {"$group": {"_id": "$files_id", "n": {"$first": "$n"}}},
            {"$lookup": {**of_file, "pipeline": [{"$project": {"_id": 1}}]}},
            {"$match": {"file": []}},
            {"$limit": SWEPT},
        ]
        found = [doc["_id"] for doc in chunks.aggregate(stages, hint={"files_id": 1, "n": 1})]
        for id in found:
            chunks.delete_many({"files_id": id})
        return len(found)

    def _newest(self, name: str) -> GridOut | None:
        return next(self._files().find({"filename": name}, sort=[("uploadDate", DESCENDING)], limit=1), None)

    def _known(self, name: str) -> Any:
        if (found := self._newest(name)) is None:
            raise FileNotFoundError(name)
        return found
