from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from chat.events.documents import moment
from chat.management.action import ActionCommand, Said
from chat.models import Event, Instance, Invitation, Room, User
from chat.queries.workspace import stored_workspace
from chat.realtime.heartbeat import FRESH
from chat.storage import attached_files

COUNTED = ("people", "rooms", "private", "direct", "events", "invitations", "files", "bytes", "sockets")


class Command(ActionCommand):
    help = "Shows how many people, rooms and events there are, and what each instance serves."

    def act(self, **_: Any) -> Said:
        files, size = attached_files.usage()
        facts: dict[str, Any] = {
            "version": settings.VERSION,
            "people": _estimate(User),
            "rooms": _estimate(Room),
            "private": _of_kind(Room.Kind.PRIVATE),
            "direct": _of_kind(Room.Kind.DIRECT),
            "events": _estimate(Event),
            "sign_up": stored_workspace().sign_up.value,
            "invitations": _active_invitations(),
            "files": files,
            "bytes": size,
            "instances": [_shown(instance) for instance in Instance.objects.order_by("name")],
        }
        living = [instance for instance in facts["instances"] if instance["alive"]]
        facts["sockets"] = sum(instance["sockets"] for instance in living)
        lines = [f"{'version':11} {settings.VERSION:>12}"]
        lines += [f"{name:11} {facts[name]:>12,}" for name in COUNTED]
        lines.append(f"{'sign-ups':11} {facts['sign_up']:>12}")
        lines += [_line(instance) for instance in facts["instances"]]
        return Said("\n".join(lines), facts)


def _estimate(model: type[Event] | type[Room] | type[User]) -> int:
    """How many there are by the collection's own count, which costs nothing however many there are."""
    collection = connection.get_collection(model._meta.db_table)  # type: ignore[attr-defined]
    return int(collection.estimated_document_count())


def _of_kind(kind: Room.Kind) -> int:
    """How many of the rooms are of a kind, by an index."""
    return Room.objects.filter(kind=kind).count()


def _active_invitations() -> int:
    """Those that were neither used up nor revoked, and did not expire."""
    there = Invitation.objects.filter(revoked_at=None, expires_at__gt=datetime.now(UTC))
    return there.filter(used__lt=F("uses")).count()


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
