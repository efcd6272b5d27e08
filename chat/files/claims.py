"""Which message has a file: the first that claims it (chat.storage.attached_files). Blocks.

A claim names the room and the id of the event. Whether there is such an event, the log says: without one the
file is free for others when its message was refused, or after an hour.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from chat.events.documents import hyphened
from chat.events.files import AttachedFile
from chat.files import contents
from chat.files.stored import Row, State, attached, files, keys_of
from chat.storage import event_log
from chat.storage.attached_files import FileClaim

LAPSES = timedelta(hours=1)


def claim(room: str, wanted: FileClaim) -> list[AttachedFile] | None:
    keys = keys_of(wanted.files)
    owned = {"_id": {"$in": keys}, "owner": wanted.owner, "state": State.READY.value}
    rows = {row["_id"]: row for row in files().find(owned)}
    if len(rows) < len(keys):
        return None
    done = all(_claim_one(room, wanted.post, row) for row in rows.values())
    if not done:
        release(room, wanted)
        return None
    return [attached(rows[key]) for key in keys]


def _claim_one(room: str, post: str, row: Row) -> bool:
    """Is it this message's now?"""
    has = (row["room"], row["post"])
    if row["post"] and has != (room, post) and not is_lapsed(row):
        return False
    fields = {"room": room, "post": post, "claimed_at": datetime.now(UTC), "refused": False}
    same = {"_id": row["_id"], "room": row["room"], "post": row["post"]}
    return bool(files().update_one(same, {"$set": fields}).matched_count)


def is_lapsed(row: Row) -> bool:
    """May another message have it? Not while the log has the one that claimed it."""
    before = row["claimed_at"].replace(tzinfo=UTC) < datetime.now(UTC) - LAPSES
    return (row["refused"] or before) and event_of(row) is None


def event_of(row: Row) -> event_log.Document | None:
    """The message that has the file, deleted or not; None where there is none."""
    if not row["post"]:
        return None
    found = event_log.by_id(row["room"], [row["post"]]).get(row["post"])
    if found is None or found["room"] != row["room"]:
        return None
    return found if any(file["id"] == hyphened(row["_id"]) for file in found.get("files", ())) else None


def release(room: str, wanted: FileClaim) -> None:
    same = {"_id": {"$in": keys_of(wanted.files)}, "owner": wanted.owner, "room": room, "post": wanted.post}
    files().update_many(same, {"$set": {"refused": True}})


def kept(ids: Collection[str]) -> set[str]:
    found = files().find({"_id": {"$in": keys_of(ids)}, "state": State.READY.value}, {"_id": 1})
    return {hyphened(row["_id"]) for row in found}


def erase(room: str, ids: Collection[str]) -> None:
    for row in files().find({"_id": {"$in": keys_of(ids)}, "room": room}, {"parts": 1}):
        contents.delete_all(row["_id"], row["parts"])
        files().delete_one({"_id": row["_id"]})
