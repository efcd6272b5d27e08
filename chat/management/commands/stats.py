from datetime import UTC, datetime
from typing import Any

from django.db import connection

from chat.events import moment
from chat.lease import FRESH
from chat.management.action import ActionCommand, Said
from chat.models import Event, Instance, Room, User


class Command(ActionCommand):
    help = "Shows how many people, rooms and events there are, and what each instance serves."

    def act(self, **_: Any) -> Said:
        facts: dict[str, Any] = {
            "people": _estimate(User),
            "rooms": _estimate(Room),
            "events": _estimate(Event),
            "instances": [_shown(instance) for instance in Instance.objects.order_by("name")],
        }
        living = [instance for instance in facts["instances"] if instance["alive"]]
        facts["sockets"] = sum(instance["sockets"] for instance in living)
        lines = [f"{name:10} {facts[name]:>12,}" for name in ("people", "rooms", "events", "sockets")]
        lines += [_line(instance) for instance in facts["instances"]]
        return Said("\n".join(lines), facts)


def _estimate(model: type[Event] | type[Room] | type[User]) -> int:
    """How many there are by the collection's own count, which costs nothing however many there are."""
    collection = connection.get_collection(model._meta.db_table)  # type: ignore[attr-defined]
    return int(collection.estimated_document_count())


def _shown(instance: Instance) -> dict[str, Any]:
    return {
        "name": instance.name,
        "alive": datetime.now(UTC) - instance.seen_at < FRESH,
        "seen_at": moment(instance.seen_at),
        "started_at": moment(instance.started_at),
        "sockets": instance.sockets,
        "people": instance.people,
        "rooms": instance.rooms,
        "layer": instance.layer,
        "pid": instance.pid,
    }


def _line(instance: dict[str, Any]) -> str:
    if not instance["alive"]:
        return f"instance {instance['name']}: gone since {instance['seen_at']}"
    return (
        f"instance {instance['name']}: {instance['sockets']:,} sockets of {instance['people']:,} people, "
        f"{instance['rooms']:,} rooms, layer {instance['layer']}, process {instance['pid']}"
    )
