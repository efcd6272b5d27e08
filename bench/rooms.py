"""Very many rooms, made straight in the database of any version of Wick: copies of one that it made."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pymongo

MODEL = "general"
EVENTS = 3  # in each room


def copy_rooms(mongodb: str, count: int) -> list[str]:
    """The rooms quiet-1, quiet-2, …: like MODEL, each with a few messages. Blocks. Their names."""
    names = [f"quiet-{number}" for number in range(1, count + 1)]
    with pymongo.MongoClient[dict[str, Any]](mongodb) as client:
        database = client.get_default_database()
        room = database["chat_room"].find_one({"_id": MODEL})
        author = database["chat_user"].find_one({"username": "load-1"})
        if room is None or author is None:
            raise LookupError(f"there is no room {MODEL}, or nobody called load-1")
        database["chat_room"].insert_many({**room, "_id": name, "slug": name} for name in names)
        said = {
            "kind": "message",
            "author": author["_id"],
            "author_username": author["username"],
            "author_name": "",
            "at": datetime.now(UTC),
            "text": "so it goes",
        }
        database["chat_event"].insert_many(
            {"_id": f"{name}/{uuid.uuid4()}", "room": name, "seq": seq, **said}
            for name in names
            for seq in range(1, EVENTS + 1)
        )
    return names
