"""What a room is follows from the events of its log that change it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command

from chat.actions import memberships, messages, rooms
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.events.kinds import ROOM_CHANGE
from chat.models import AuditEntry, Event, Room, User
from chat.protocol.errors import Code, Refused
from chat.protocol.policy import Policy
from chat.queries import timeline
from chat.storage import event_log
from tests.client import new_id
from tests.mongo.plans import work

describe, set_policy = async_to_sync(rooms.describe), async_to_sync(rooms.set_policy)
archive, post = async_to_sync(rooms.archive), async_to_sync(messages.post)
STRICT = Policy(post="moderators", slow=30, invite="moderators")


@pytest.fixture
def ann(transactional_db: None) -> User:
    return User.objects.create_user("ann", name="Ann")


@pytest.fixture
def garden(ann: User) -> Room:
    return async_to_sync(rooms.create)(ann, "garden", "", "Plants")


def changes(room: Room) -> list[dict[str, Any]]:
    """The events of the log, each with the fields that it has beside what every event has."""
    common = {"type", "room", "seq", "kind", "id", "author", "at"}
    page = timeline.newest_page(room.pk, 100)
    assert {event["kind"] for event in page} <= {"room"}
    return [{name: event[name] for name in event.keys() - common} for event in page]


def now(room: Room) -> Room:
    return Room.objects.get(pk=room.pk)


def test_a_change_is_an_event_with_the_fields_that_changed(ann: User, garden: Room) -> None:
    assert describe(ann, garden.pk, title="The garden", topic="Plants")
    assert describe(ann, garden.pk, title="The garden", topic="Soil")
    assert set_policy(ann, garden.pk, STRICT)
    assert archive(system_account(), garden.pk, True, "quiet")
    policy = {name: getattr(STRICT, name) for name in ("post", "slow", "invite", "pin", "mention")}
    expected: list[Any] = [{"title": "The garden"}, {"topic": "Soil"}, {"policy": policy}, {"archived": True}]
    assert changes(garden) == expected


def test_the_room_is_what_its_log_says(ann: User, garden: Room) -> None:
    describe(ann, garden.pk, title="The garden", topic="")
    set_policy(ann, garden.pk, STRICT)
    archive(system_account(), garden.pk, True)
    room = now(garden)
    assert (room.title, room.topic, room.policy, room.is_archived) == ("The garden", "", STRICT, True)
    assert room.changed_by == 3
    archive(system_account(), garden.pk, False)
    assert not now(garden).is_archived


def test_what_is_so_already_makes_no_event(ann: User, garden: Room) -> None:
    assert not describe(ann, garden.pk, title="", topic="Plants")
    assert not set_policy(ann, garden.pk, Policy())
    assert not archive(system_account(), garden.pk, False)
    assert changes(garden) == []
    assert not AuditEntry.objects.exists()


def test_archiving_is_in_the_audit_log_with_its_reason(garden: Room) -> None:
    archive(system_account(), garden.pk, True, "quiet")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.room_id, entry.reason) == ("archive room", garden.pk, "quiet")


def test_an_archived_room_is_changed_by_nobody(ann: User, garden: Room) -> None:
    archive(system_account(), garden.pk, True)
    for change in (
        lambda: describe(ann, garden.pk, title="", topic="Soil"),
        lambda: set_policy(ann, garden.pk, STRICT),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code is Code.FORBIDDEN


def test_members_change_nothing(garden: Room) -> None:
    bob = User.objects.create_user("bob")
    async_to_sync(memberships.join)(bob, garden.pk)
    for change in (
        lambda: describe(bob, garden.pk, title="", topic="Soil"),
        lambda: set_policy(bob, garden.pk, STRICT),
        lambda: archive(bob, garden.pk, True),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code is Code.FORBIDDEN
    assert changes(garden) == []


@pytest.fixture
def left_behind(ann: User, garden: Room) -> Room:
    """The process that changed the room died before the room followed."""
    describe(ann, garden.pk, title="The garden", topic="Soil")
    Room.objects.filter(pk=garden.pk).update(title="", topic="Plants", changed_by=0)
    return garden


def test_a_room_that_was_left_behind_follows_with_the_next_change(ann: User, left_behind: Room) -> None:
    set_policy(ann, left_behind.pk, STRICT)
    room = now(left_behind)
    assert (room.title, room.topic, room.policy, room.changed_by) == ("The garden", "Soil", STRICT, 2)


def test_verify_log_finds_it_and_brings_it_up_to_its_log(left_behind: Room, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        call_command("verify_log")
    assert "garden/1: the room does not show this change yet" in capsys.readouterr().out
    call_command("verify_log", "--fix")
    assert now(left_behind).topic == "Soil"
    capsys.readouterr()
    call_command("verify_log")
    assert "nothing is wrong" in capsys.readouterr().out


def test_changes_go_out_and_come_in(ann: User, garden: Room, tmp_path: Path) -> None:
    describe(ann, garden.pk, title="The garden", topic="Soil")
    set_policy(ann, garden.pk, STRICT)
    before, after = tmp_path / "before", tmp_path / "after"
    call_command("export", "garden", str(before))
    for kind in (Event, Room):
        kind._default_manager.all().delete()
    call_command("import", str(before))
    call_command("export", "garden", str(after))
    assert after.read_bytes().splitlines()[1:] == before.read_bytes().splitlines()[1:]
    room = now(garden)
    assert (room.title, room.topic, room.policy, room.changed_by) == ("The garden", "Soil", STRICT, 2)


def test_changes_are_found_without_the_rest_of_the_log(ann: User, garden: Room) -> None:
    for _ in range(30):
        post(Actor.of(ann, trusted=True), garden.pk, new_id(), "hello")
    describe(ann, garden.pk, title="The garden", topic="Soil")

    def look() -> list[event_log.Document]:
        return event_log.of_room(garden.pk, ROOM_CHANGE, 0)

    done: Callable[[], Any] = look
    assert len(done()) == 1
    assert work(done) == (1, 1)
