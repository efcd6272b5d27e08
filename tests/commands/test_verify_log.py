"""verify_log: what it finds, what it repairs, and what it reads."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command

from chat.models import FollowedThread, Marker, Membership, Room, User
from chat.storage import event_log


@pytest.fixture
def say(ann: User, general: str):
    """Puts an event into the log, past all rules."""

    def say(seq: int, room: str = general, **fields: Any) -> None:
        event = {
            "_id": f"{room}/{uuid.uuid4()}",
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
        event_log.collection().insert_one({k: v for k, v in event.items() if v is not None})

    return say


@pytest.fixture
def wrong(capsys: pytest.CaptureFixture[str], db: None):
    """Runs it; what is wrong as (where, what, repaired). It has to end with 1 where something is left."""

    def wrong(*arguments: str) -> list[tuple[str, str, bool]]:
        status = 0
        try:
            call_command("verify_log", *arguments, "--json")
        except SystemExit as ended:
            status = int(str(ended.code))
        found = json.loads(capsys.readouterr().out)
        assert status == bool(found["wrong"])
        return [(p["where"], p["what"], p["repaired"]) for p in found["problems"]]

    return wrong


def test_a_sound_log_has_no_findings(run, say) -> None:
    for seq in (1, 2):
        say(seq)
    say(3, kind="edit", target=1)
    say(4, kind="reaction", target=2, emoji="👍", on=True, text=None)
    say(5, kind="delete", target=1, text=None)
    say(6, kind="pinned", target=4711)  # of a newer version
    say(7, reply_to=1)
    say(8, thread=2)
    say(9, kind="delete", target=8, thread=2, text=None)
    assert run("verify_log") == "9 events of 1 rooms: nothing is wrong."
    assert run("verify_log", "general") == "9 events of 1 rooms: nothing is wrong."


def test_gaps_are_reported(say, wrong) -> None:
    for seq in (2, 3, 7):
        say(seq)
    assert wrong() == [
        ("general/1", "this event is missing", False),
        ("general/4", "all events from here to 6 are missing", False),
    ]


def test_how_to_repair_it_is_said_once_for_each_kind(
    say, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for seq in (2, 4, 7):
        say(seq, text=None if seq == 7 else "hello")
    with pytest.raises(SystemExit):
        call_command("verify_log")
    said = capsys.readouterr().out
    assert said.count("general/1 and the like: Put these events back into chat_event from a back-up") == 1
    assert said.count("general/7 and the like: Put this event back from a back-up") == 1
    assert said.count(" and the like: ") == 2


def test_what_names_nothing_is_reported(say, wrong) -> None:
    say(1, reply_to=1)
    say(2, kind="edit", target=9)
    say(3, kind="delete", text=None)
    say(4, reply_to=2)
    say(5, kind="edit", target=1, text=None)
    say(6, kind="reaction", target=1, text=None)
    say(7, author=uuid.uuid4().hex)
    say(8, thread=1)
    say(9, thread=8)
    problems = wrong()
    found = {where: what for where, what, _ in problems}
    assert found["general/1"] == "this message names 1, which is no message before it"
    assert found["general/2"] == "this edit names 9, which is no message before it"
    assert found["general/3"] == "this delete names no message"
    assert found["general/4"] == "this message names 2, which is no message before it"
    assert found["general/5"] == "this edit has no text"
    reaction = {what for where, what, _ in problems if where == "general/6"}
    assert reaction == {"this reaction has no emoji", "this reaction has no on"}
    assert "does not exist" in found["general/7"]
    assert "general/8" not in found
    assert found["general/9"] == "this message names 8, which is no first message of a thread before it"


def test_events_of_no_room_are_reported(say, wrong) -> None:
    say(1, room="nowhere")
    assert wrong() == [("nowhere", "there is no such room, but it has events up to 1", False)]
    assert wrong("general") == []


def test_two_events_at_one_place_are_reported(say, wrong) -> None:
    [name] = [
        n
        for n, i in event_log.collection().index_information().items()
        if i["key"] == [("room", 1), ("seq", 1)] and i.get("unique")
    ]
    index = event_log.collection().index_information()[name]
    event_log.collection().drop_index(name)
    try:
        for seq in (1, 1, 2):
            say(seq)
        found = wrong()
    finally:
        event_log.collection().delete_many({})
        event_log.collection().create_index(index["key"], name=name, unique=True)
    assert [what for _, what, _ in found] == [
        "its unique index on room and seq is missing; `manage.py migrate` makes it",
        "there is another event at this place",
    ]


def test_rows_that_follow_from_the_log_are_repaired(say, wrong, ann: User) -> None:
    say(1)
    room = Room.objects.get()
    Marker.objects.create(user=ann, room=room, seq=9)
    Marker.objects.create(user_id=uuid.uuid4(), room=room, seq=1)
    FollowedThread.objects.create(user=ann, room=room, thread=1, read=7)
    Membership.objects.create(user=ann, room_id="nowhere")
    assert sorted(what for _, what, _ in wrong()) == [
        "it stands at 7, beyond the head 1",
        "it stands at 9, beyond the head 1",
        "there is no such person",
        "there is no such room",
    ]
    assert [repaired for _, _, repaired in wrong("--fix")] == [True, True, True, True]
    assert wrong() == []
    assert Marker.objects.get().seq == 1
    assert FollowedThread.objects.get().read == 1
    assert not Membership.objects.filter(room="nowhere").exists()
