"""Going to a day of a room's history, and how days are told apart, in the reader's time zone."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.utils import timezone

from chat.actions import messages
from chat.actors.author import Author
from chat.models import Room, User
from chat.queries import days
from chat.storage import event_log
from chat.views.timeline import rows
from chatsite.zones import zone_called


def post(user: User, room: Room, *moments: str) -> list[int]:
    """Messages that were posted at these times (of UTC)."""
    seqs = []
    for moment in moments:
        seq = int(async_to_sync(messages.post)(user, room.pk, str(uuid.uuid4()), moment, None))
        at = datetime.fromisoformat(moment)
        event_log.collection().update_one({"room": room.pk, "seq": seq}, {"$set": {"at": at}})
        seqs.append(seq)
    return seqs


def place_of(client: Client, date: str, zone: str = "UTC") -> int:
    client.cookies["zone"] = zone
    return int(
        client.get("/rooms/garden/day/", {"date": date}, headers={"Accept": "application/json"}).json()["seq"]
    )


def test_a_day_begins_at_midnight_where_the_reader_is(as_ann: Client, ann: User, garden: Room) -> None:
    before, after = post(ann, garden, "2026-03-09T22:59", "2026-03-09T23:00")
    assert place_of(as_ann, "2026-03-10", "Europe/Berlin") == after
    assert place_of(as_ann, "2026-03-09", "Europe/Berlin") == before
    assert place_of(as_ann, "2026-03-09", "Asia/Tokyo") == before


@pytest.mark.parametrize(
    ("zone", "date", "begins"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00"),  # of 23 hours
        ("Europe/Berlin", "2026-03-30", "2026-03-29T22:00"),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00"),  # of 25 hours
        ("Europe/Berlin", "2026-10-26", "2026-10-25T23:00"),
        ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00"),  # has no midnight
        ("America/Havana", "2026-11-01", "2026-11-01T04:00"),  # has two
    ],
)
def test_a_day_on_which_clocks_change_begins_when_it_does(
    as_ann: Client, ann: User, garden: Room, zone: str, date: str, begins: str
) -> None:
    first = datetime.fromisoformat(begins)
    before = (first - timedelta(minutes=1)).isoformat()
    [_, expected] = post(ann, garden, before, begins)
    assert place_of(as_ann, date, zone) == expected


@pytest.mark.parametrize(
    ("zone", "hours", "lengths"),
    [
        ("Europe/Berlin", ("2026-03-28T20:00", 54), [3, 23, 24, 4]),
        ("Europe/Berlin", ("2026-10-24T19:00", 56), [3, 25, 24, 4]),
        ("UTC", ("2026-03-28T20:00", 54), [4, 24, 24, 2]),
    ],
)
def test_days_are_told_apart_by_the_readers_clock(
    zone: str, hours: tuple[str, int], lengths: list[int]
) -> None:
    first = datetime.fromisoformat(hours[0]).replace(tzinfo=UTC)
    author = {"id": "a", "username": "ann", "name": "Ann"}
    events = [
        {"kind": "message", "seq": n + 1, "author": author, "html": "", "reply_to": None}
        | {"at": (first + timedelta(hours=n)).isoformat()}
        for n in range(hours[1])
    ]
    with timezone.override(zone_called(zone)):
        found = rows(events, Author("b", "bob", "Bob"), None, {}, {})
    counts: list[int] = []
    for row in found:
        if isinstance(row, dict):
            counts.append(0)
        else:
            counts[-1] += 1
    assert counts == lengths


def test_a_day_without_messages_leads_to_the_next_and_one_to_come_to_the_newest(
    as_ann: Client, ann: User, garden: Room
) -> None:
    first, second = post(ann, garden, "2026-03-01T12:00", "2026-03-20T12:00")
    assert place_of(as_ann, "0001-01-01") == first
    assert place_of(as_ann, "2026-03-10") == second
    assert place_of(as_ann, "9999-12-31") == second


def test_it_is_found_among_many_and_a_deleted_one_is_passed_over(
    as_ann: Client, ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "PARTS", 3)
    start = datetime(2026, 1, 1, 12)
    seqs = post(ann, garden, *((start + timedelta(days=n)).isoformat() for n in range(20)))
    for place, seq in enumerate(seqs):
        assert place_of(as_ann, (start + timedelta(days=place)).date().isoformat()) == seq
    async_to_sync(messages.delete)(ann, garden.pk, str(uuid.uuid4()), seqs[3])
    assert place_of(as_ann, "2026-01-04") == seqs[4]


def test_without_scripts_the_form_leads_to_the_place(as_ann: Client, ann: User, garden: Room) -> None:
    [seq] = post(ann, garden, "2026-03-01T12:00")
    assert 'type="date"' in as_ann.get("/rooms/garden/day/").content.decode()
    answer = as_ann.get("/rooms/garden/day/", {"date": "2026-03-01"})
    assert answer["Location"] == f"/rooms/garden/?at={seq}#m{seq}"


def test_a_room_without_messages_and_no_date_are_no_fault(as_ann: Client, garden: Room) -> None:
    event_log.collection().delete_many({"room": garden.pk})
    assert as_ann.get("/rooms/garden/day/", {"date": "2026-03-01"})["Location"] == "/rooms/garden/"
    assert as_ann.get("/rooms/garden/day/", {"date": "yesterday"}).status_code == 200
