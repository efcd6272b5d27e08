"""verify_log: what it finds, what it mends, and what it reads."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command

from chat import log
from chat.models import Marker, Membership, Room, User


@pytest.fixture
def say(ann: User, general: str):
    """Puts an event into the log, past all rules."""

    def say(seq: int, room: str = general, **fields: Any) -> None:
        event = {
            "_id": str(uuid.uuid4()),
            "room": room,
            "seq": seq,
            "kind": "message",
            "author": ann.pk.hex,
            "author_username": "ann",
            "author_name": "Ann Lee",
            "at": datetime.now(UTC),
            "text": "hello",
        }
        event |= fields
        log.collection().insert_one({k: v for k, v in event.items() if v is not None})

    return say


@pytest.fixture
def wrong(capsys: pytest.CaptureFixture[str], db: None):
    """Runs it; what is wrong as (where, what, mended). It has to end with 1 where something is left."""

    def wrong(*arguments: str) -> list[tuple[str, str, bool]]:
        status = 0
        try:
            call_command("verify_log", *arguments, "--json")
        except SystemExit as ended:
            status = int(str(ended.code))
        found = json.loads(capsys.readouterr().out)
        assert status == bool(found["wrong"])
        return [(p["where"], p["what"], p["mended"]) for p in found["problems"]]

    return wrong


def test_a_sound_log_is_praised(run, say) -> None:
    for seq in (1, 2):
        say(seq)
    say(3, kind="edit", target=1)
    say(4, kind="reaction", target=2, emoji="👍", on=True, text=None)
    say(5, kind="delete", target=1, text=None)
    say(6, kind="pinned", target=4711)  # of a newer version
    say(7, reply_to=1)
    assert run("verify_log") == "7 events of 1 rooms: all is well."
    assert run("verify_log", "general") == "7 events of 1 rooms: all is well."


def test_gaps_are_told(say, wrong) -> None:
    for seq in (2, 3, 7):
        say(seq)
    assert wrong() == [
        ("general/1", "this event is missing", False),
        ("general/4", "all events from here to 6 are missing", False),
    ]


def test_what_names_nothing_is_told(say, wrong) -> None:
    say(1, reply_to=1)
    say(2, kind="edit", target=9)
    say(3, kind="delete", text=None)
    say(4, reply_to=2)
    say(5, kind="edit", target=1, text=None)
    say(6, kind="reaction", target=1, text=None)
    say(7, author=uuid.uuid4().hex)
    found = {where: what for where, what, _ in wrong()}
    assert found["general/1"] == "this message names 1, which is no message before it"
    assert found["general/2"] == "this edit names 9, which is no message before it"
    assert found["general/3"] == "this delete names no message"
    assert found["general/4"] == "this message names 2, which is no message before it"
    assert found["general/5"] == "this edit has no text"
    assert found["general/6"] == "this reaction does not say which"
    assert "does not exist" in found["general/7"]


def test_events_of_no_room_are_told(say, wrong) -> None:
    say(1, room="nowhere")
    assert wrong() == [("nowhere", "there is no such room, but it has events up to 1", False)]
    assert wrong("general") == []


def test_two_events_at_one_place_are_told(say, wrong) -> None:
    [name] = [
        n for n, i in log.collection().index_information().items() if i["key"] == [("room", 1), ("seq", 1)]
    ]
    index = log.collection().index_information()[name]
    log.collection().drop_index(name)
    try:
        for seq in (1, 1, 2):
            say(seq)
        found = wrong()
    finally:
        log.collection().delete_many({})
        log.collection().create_index(index["key"], name=name, unique=True)
    assert [what for _, what, _ in found] == [
        "its unique index on room and seq is missing; `manage.py migrate` makes it",
        "there is another event at this place",
    ]


def test_what_hangs_on_the_log_is_mended(say, wrong, ann: User) -> None:
    say(1)
    room = Room.objects.get()
    Marker.objects.create(user=ann, room=room, seq=9)
    Marker.objects.create(user_id=uuid.uuid4(), room=room, seq=1)
    Membership.objects.create(user=ann, room_id="nowhere")
    assert sorted(what for _, what, _ in wrong()) == [
        "it stands at 9, beyond the head 1",
        "there is no such person",
        "there is no such room",
    ]
    assert [mended for _, _, mended in wrong("--fix")] == [True, True, True]
    assert wrong() == []
    assert Marker.objects.get().seq == 1
    assert not Membership.objects.filter(room="nowhere").exists()
