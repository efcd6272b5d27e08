"""Whom texts mention, looked up before they are stored: by one command for a batch, and none where there is
no name in it."""

from pymongo.errors import PyMongoError

from chat.events.message import mentioned
from chat.events.pending import PendingEvent
from chat.protocol.errors import unavailable
from chat.realtime.appending import AppendableRoom
from chat.realtime.outcomes import refuse_open
from chat.text.markdown import render_marked
from chat.text.mentions import EVERYONE, ROOM, names_in


async def find_mentions(room: AppendableRoom, batch: list[PendingEvent]) -> None:
    """Says of each text of the batch whom it mentions: those who may see the room now."""
    naming = [pending for pending in batch if pending.event.naming]
    if not naming:
        return
    names = {pending: names_in(render_marked(pending.event.naming)) for pending in naming}
    try:
        changed = {seq for pending in naming if (seq := pending.event.changed) is not None}
        messages = await room.messages(changed) if changed else {}
        known = {seq: mentioned(message) for seq, message in messages.items()}
        wanted = {name for each in names.values() for name in each}
        ids = {id for each in known.values() for id in each.values() if id != EVERYONE}
        seeing = await room.mentionable(wanted - {ROOM}, ids) if wanted else {}
    except PyMongoError:
        refuse_open(naming, unavailable())
        return
    by_name = {name: id for id, name in seeing.items()}
    for pending in naming:
        before = known.get(pending.event.changed or 0, {})
        people = {name: id for name, id in before.items() if id in seeing} | by_name
        if pending.mentions_everyone:
            people[ROOM] = EVERYONE
        pending.event.mention({name: people[name] for name in names[pending] if name in people})
