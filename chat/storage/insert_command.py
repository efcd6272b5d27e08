"""MongoDB's insert as one command, without what the driver does beside it. Blocks."""

from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from chat.events.documents import Document

TEXT = 2_000_000  # characters of text in one command, of up to four bytes each: MongoDB takes 16 MiB


def insert(collection: Collection[Document], documents: list[Document], *, ordered: bool) -> Document:
    """MongoDB's answer, with `writeErrors` and `writeConcernError` where there are any. Raises PyMongoError
    where there is no answer, which leaves open what was stored.

    The driver's insert_many would send it again by itself, which is of no use to somebody who looks up what
    was stored, and for which MongoDB keeps a record of each insert. Of the driver's CPU that is a quarter.
    """
    if sum(len(document.get("text", "")) for document in documents) > TEXT:
        return _in_parts(collection, documents, ordered=ordered)
    answer: Document = collection.database.command(
        "insert",
        collection.name,
        documents=documents,
        ordered=ordered,
        writeConcern=collection.write_concern.document,
    )
    return answer


def _in_parts(collection: Collection[Document], documents: list[Document], *, ordered: bool) -> Document:
    """The driver's way, by as many commands as it takes."""
    try:
        collection.insert_many(documents, ordered=ordered)
    except BulkWriteError as error:
        return dict(error.details or {})
    return {}
