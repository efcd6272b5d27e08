"""Who looks at which room just now, on any instance: rows that change when people go from room to room.

A row counts while its instance is alive. People say that they look by a `here` frame; a program that only
follows a room does not look at it.
"""

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from pymongo import DeleteOne, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from chat.models import Instance
from chat.notifications.models import Looking
from chat.realtime.heartbeat import FRESH
from chat.realtime.hub import Hub
from chat.storage import collections
from chat.storage.executor import in_news_thread

logger = logging.getLogger(__name__)

EVERY = 1.0  # seconds between two looks at the sockets
MOST = 500  # rows that are written at once
LASTS = timedelta(days=1)  # after which MongoDB removes the row of an instance that is gone
RENEWED = LASTS.total_seconds() / 2  # seconds after which a row is written again

Place = tuple[str, str]  # the key of a user, and a room


def attach(hub: Hub) -> None:
    """An instance keeps its rows for as long as it serves."""
    if hub.serving:
        hub.spawn(_keep(hub))


async def _keep(hub: Hub) -> None:
    """Stores who looks at what on this instance."""
    rows: dict[Place, float] = {}  # what is stored, and since when (monotonic)
    is_new = True
    while True:
        try:
            if is_new:  # what an instance of this name left behind
                await in_news_thread(_forget_instance)
                is_new = False
            await _store_changes(hub, rows)
        except (PyMongoError, DatabaseError) as error:
            logger.debug("who looks at what could not be stored: %s", error)
        await asyncio.sleep(EVERY)


async def _store_changes(hub: Hub, rows: dict[Place, float]) -> None:
    now = monotonic()
    wanted = {(each.actor.key, room) for each in hub.sockets if each.looks for room in each.rooms}
    gone = list(rows.keys() - wanted)[:MOST]
    new = [place for place in wanted if now - rows.get(place, -RENEWED) >= RENEWED][:MOST]
    if not gone and not new:
        return
    await in_news_thread(_store, new, gone)
    rows.update(dict.fromkeys(new, now))
    for place in gone:
        del rows[place]


def _store(new: list[Place], gone: list[Place]) -> None:
    until = datetime.now(UTC) + LASTS
    writes: list[UpdateOne | DeleteOne] = [
        UpdateOne(
            {"_id": _id(place)},
            {"$set": {"user": place[0], "room": place[1], "instance": settings.INSTANCE, "until": until}},
            upsert=True,
        )
        for place in new
    ]
    writes += [DeleteOne({"_id": _id(place)}) for place in gone]
    _rows().with_options(write_concern=WriteConcern(w=1)).bulk_write(writes, ordered=False)


def _id(place: Place) -> str:
    return f"{settings.INSTANCE}/{place[0]}/{place[1]}"


def _forget_instance() -> None:
    _rows().delete_many({"instance": settings.INSTANCE})


def who_look(room: str, users: Iterable[UUID]) -> set[UUID]:
    """Those of these users who look at the room. Two commands. Blocks."""
    found = _rows().find({"room": room, "user": {"$in": [user.hex for user in users]}})
    by_instance: dict[str, set[UUID]] = {}
    for row in found:
        by_instance.setdefault(row["instance"], set()).add(UUID(row["user"]))
    if not by_instance:
        return set()
    fresh = datetime.now(UTC) - FRESH
    alive = Instance.objects.filter(pk__in=list(by_instance), seen_at__gt=fresh).values_list(
        "name", flat=True
    )
    return set().union(*(by_instance[name] for name in alive))


def _rows() -> Collection[dict[str, Any]]:
    return collections.collection(Looking._meta.db_table)
