"""What the log has of many rooms beyond what is known of them, as far as it changes counts. Blocks."""

from typing import Any

from chat.events import kinds
from chat.events.base import WireEvent
from chat.events.documents import readable
from chat.events.kinds import MESSAGE
from chat.storage import event_log, log_heads, log_keys

MOST = 300  # events of a room
ROOMS = 500  # of one command


def events_beyond(heads: dict[str, int]) -> dict[str, tuple[int, list[WireEvent] | None]]:
    """Of rooms with the seq that one knows, those that have more: the newest seq, and the messages, deletions
    and restorations up to it, without texts; None where they are more than MOST."""
    newest = log_heads.ahead_of(heads)
    rooms = list(newest)
    found: dict[str, tuple[int, list[WireEvent] | None]] = {}
    for start in range(0, len(rooms), ROOMS):
        some = rooms[start : start + ROOMS]
        places = [{"_id": room, "after": heads[room], "upto": newest[room]} for room in some]
        for doc in event_log.collection().database.aggregate(_stages(places), None, batchSize=ROOMS + 1):
            whole = len(doc["events"]) <= MOST
            found[doc["_id"]] = (doc["upto"], readable(doc["events"]) if whole else None)
    return found


def _stages(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    place = [{"$eq": ["$room", "$$room"]}, {"$gt": ["$seq", "$$after"]}, {"$lte": ["$seq", "$$upto"]}]
    wanted = {"$expr": {"$and": place}, "kind": {"$in": sorted({MESSAGE, *kinds.settling()})}}
    pipeline = [
        {"$match": wanted},
        {"$sort": {"seq": 1}},
        {"$limit": MOST + 1},
        {"$set": {"text": ""}},
    ]
    let = {"room": "$_id", "after": "$after", "upto": "$upto"}
    look_up = {"from": log_keys.COLLECTION, "let": let, "pipeline": pipeline, "as": "events"}
    return [{"$documents": places}, {"$lookup": look_up}]
