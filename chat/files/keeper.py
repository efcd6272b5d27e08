"""What the log asks of the files (chat.storage.attached_files), in one place."""

from chat.files.actions import receive
from chat.files.claims import claim, erase, kept, release
from chat.files.quotas import total
from chat.files.stored import files


def usage() -> tuple[int, int]:
    """How many files there are, about, and the bytes that they take."""
    return files().estimated_document_count(), total()


__all__ = ["claim", "erase", "kept", "receive", "release", "usage"]
