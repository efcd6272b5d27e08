"""How far people have read. Functions block; see chat.storage.executor."""

from uuid import UUID

from chat.models import FollowedThread, Marker, Room


def markers(room: str, people: list[UUID]) -> dict[UUID, int]:
    """How far these people have read; without those of whom nothing is kept."""
    return dict(Marker.objects.filter(user__in=people, room=room).values_list("user", "seq"))


def markers_of(user: str) -> dict[str, int]:
    """How far somebody (an id) has read, by room."""
    return dict(Marker.objects.filter(user=UUID(user)).values_list("room", "seq"))


def who_read(room: Room, people: list[UUID], seq: int, thread: int | None) -> set[UUID]:
    """Of these people, those who have read up to `seq`: in the room or, where it is given, in a thread."""
    here = {"room": room, "user__in": people}
    if thread is None:
        return set(Marker.objects.filter(**here, seq__gte=seq).values_list("user_id", flat=True))
    read = FollowedThread.objects.filter(**here, thread=thread, read__gte=seq)
    return set(read.values_list("user_id", flat=True))
