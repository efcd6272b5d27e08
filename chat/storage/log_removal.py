"""Permanent deletions: what is taken out of the log, or out of its events, and never comes back. Blocks."""

from pymongo import ASCENDING

from chat.events.kinds import MESSAGE
from chat.storage import event_log


def drop(room: str, limit: int = 2000) -> int:
    """Deletes the oldest events of a room that is gone. How many?"""
    found = (
        event_log.collection().find({"room": room}, {"seq": 1, "_id": 0}).sort("seq", ASCENDING).limit(limit)
    )
    seqs = [doc["seq"] for doc in found]
    if seqs:
        event_log.collection().delete_many({"room": room, "seq": {"$lte": seqs[-1]}})
    return len(seqs)


def rooms_of(author: str) -> list[str]:
    """Where somebody has said or done something."""
    return sorted(event_log.collection().distinct("room", {"author": author}))


def messages_of(room: str, author: str, seq: int, limit: int) -> list[int]:
    """The seqs of somebody's messages in a room beyond `seq`, oldest first."""
    wanted = {"room": room, "author": author, "kind": MESSAGE, "seq": {"$gt": seq}}
    found = event_log.collection().find(wanted, {"seq": 1, "_id": 0}).sort("seq", ASCENDING).limit(limit)
    return [doc["seq"] for doc in found]


def files_of(room: str, seqs: list[int]) -> list[str]:
    """The files (ids) of these messages."""
    found = event_log.collection().find({"room": room, "seq": {"$in": seqs}}, {"files.id": 1, "_id": 0})
    return [file["id"] for doc in found for file in doc.get("files", ())]


def forget_text(room: str, seqs: list[int]) -> None:
    """Empties the text of these messages, and of what edited or restored them. They have no files then."""
    emptied = {"$set": {"text": ""}, "$unset": {"mentions": "", "mentioned_as": "", "files": ""}}
    event_log.collection().update_many({"room": room, "seq": {"$in": seqs}}, emptied)
    changed = {"room": room, "target": {"$in": seqs}, "text": {"$exists": True}}
    event_log.collection().update_many(changed, emptied)


def rename_author(room: str, author: str, username: str, name: str) -> None:
    """Puts other names on what somebody said and did."""
    names = {"author_username": username, "author_name": name}
    event_log.collection().update_many({"room": room, "author": author}, {"$set": names})
