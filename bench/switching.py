"""Opening another room: what it costs an instance over the socket, beside the load of the room's page.

As a program, with the settings of an instance in the environment, makes somebody with ROOMS rooms, in UNREAD
of which something is unread, and prints their token and their browser's session:

    python -m bench.switching
"""

import os
import uuid
from datetime import UTC, datetime
from typing import Any

from bench import generator
from bench.load.job import Job, Result
from bench.quiet import place
from bench.servers import SERVES_ONLY
from bench.stage import BenchStage

SWITCHING = "another room"
ROOMS, UNREAD = 200, 100
MEMBERS = 30  # of each room
EVENTS = 150  # of each room: every third is a reaction


def names() -> list[str]:
    return [f"load-{number}" for number in range(1, ROOMS + 1)]


async def switching(stage: BenchStage, version: str) -> Result:
    """One instance on a MongoDB of its own. `figures` are of the scenario."""
    async with place(stage, version) as here:
        people = ("--people", str(MEMBERS), "--rooms", str(ROOMS))
        await here.python("-m", "bench.workspace", *people)
        token, session = (await here.python("-m", "bench.switching")).split()
        await here.collect_static()
        # What was written into the database just now is none of its work: projections would go through it.
        server = await here.instance("one", **SERVES_ONLY)
        job = Job(
            scenario="switching",
            dialect=server.dialect,
            url=server.url,
            rooms=names(),
            size=1,
            pids=here.pids("one"),
            beside=here.pids("mongod"),
            tokens=[token, session],
        )
        return await generator.run(job)


def _fill() -> Any:
    """Everyone belongs to all rooms. The second one talks, and the first one reads."""
    from chat.models import Marker, Membership, Room, User
    from chat.storage import event_log

    people = list(User.objects.filter(username__startswith="load-").order_by("username")[:MEMBERS])
    reader, writer, *_ = people
    rooms = list(Room.objects.filter(pk__in=names()))
    Membership.objects.bulk_create(Membership(room=room, user=user) for room in rooms for user in people)
    for room in rooms:
        event_log.collection().insert_many([_event(room, writer, seq) for seq in range(1, EVENTS + 1)])
    for number, room in enumerate(rooms):
        Marker.objects.create(user=reader, room=room, seq=EVENTS - 20 if number < UNREAD else EVENTS)
    return reader


def _event(room: Any, author: Any, seq: int) -> dict[str, Any]:
    """As the log stores it. Every third is a reaction to the message before it."""
    change = {"kind": "reaction", "target": seq - 1, "emoji": "👍", "on": True}
    message = {"kind": "message", "text": "What people write in a room. " * 4}
    return {
        "_id": f"{room.pk}/{uuid.uuid4()}",
        "room": room.pk,
        "seq": seq,
        "author": author.pk.hex,
        "author_username": author.username,
        "author_name": author.username,
        "at": datetime.now(UTC),
        **(message if seq % 3 else change),
    }


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    django.setup()
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from chat.simulation.accounts import make_accounts

    reader = _fill()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.create()
    print(make_accounts([reader.username])[0].token, session.session_key)


if __name__ == "__main__":
    main()
