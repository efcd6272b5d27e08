"""export and import of private rooms and direct conversations, with their people and what these set there."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from chat.actions import conversations, memberships, messages, own_settings, read_markers, rooms
from chat.models import Ban, Draft, Event, FollowedThread, Marker, Membership, Room, User
from chat.protocol.policy import Policy
from tests.commands.conftest import Run

pytestmark = pytest.mark.django_db(transaction=True)

POLICY = Policy(post="moderators", slow=30, invite="moderators", mention="moderators")


def do(action: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return async_to_sync(action)(*arguments, **named)


def people() -> tuple[User, User, User]:
    ann, bob, cid = (User.objects.create_user(name, name=name.upper()) for name in ("ann", "bob", "cid"))
    return ann, bob, cid


@pytest.fixture
def private() -> str:
    """An archived private room with an owner, a moderator and a member, each with settings of their own."""
    ann, bob, cid = people()
    room = do(rooms.create, ann, "cellar", "Cellar", "Wine", private=True)
    do(memberships.add, ann, room.pk, [str(bob.pk), str(cid.pk)])
    do(memberships.set_moderator, ann, room.pk, str(bob.pk), True)
    for number in range(3):
        do(messages.post, cid, room.pk, str(uuid.uuid4()), f"message {number}")
    first = Event.objects.get(room=room.pk, text="message 0").seq
    do(messages.post, bob, room.pk, str(uuid.uuid4()), "in the thread", thread=first, also=True)
    do(rooms.set_policy, ann, room.pk, POLICY)
    do(own_settings.set_both, bob, room.pk, "mentions", True)
    do(own_settings.set_both, cid, room.pk, "nothing", False)
    do(read_markers.mark_unread, bob, room.pk, 4)
    return str(room.pk)


@pytest.fixture
def direct() -> str:
    ann, bob, _ = people()
    room = do(conversations.open_conversation, ann, [str(bob.pk)])
    do(messages.post, ann, room.pk, str(uuid.uuid4()), "between us")
    do(own_settings.set_both, bob, room.pk, "nothing", True)
    do(read_markers.mark_read, bob, room.pk, 1)
    return str(room.pk)


def state(room: str) -> dict[str, Any]:
    """All that is stored of a room, but for what is new when it comes in."""
    row = Room.objects.get(pk=room)
    members = Membership.objects.filter(room=room).order_by("user_id")
    return {
        "room": (row.slug, row.title, row.topic, row.kind, row.people, row.policy),
        "members": [(each.user_id, each.role, each.level, each.favourite) for each in members],
        "markers": sorted(Marker.objects.filter(room=room).values_list("user_id", "seq")),
        "followed": sorted(
            FollowedThread.objects.filter(room=room).values_list("user_id", "thread", "read", "since")
        ),
        "events": list(
            Event.objects.filter(room=room).order_by("seq").values_list("id", "seq", "kind", "thread", "also")
        ),
    }


def empty() -> None:
    for kind in (Event, Marker, FollowedThread, Draft, Membership, Ban, Room):
        kind._default_manager.all().delete()


@pytest.mark.parametrize("kind", ["private", "direct"])
@pytest.mark.parametrize("has_people", [True, False])
def test_it_comes_in_with_all_that_belongs_to_it(
    run: Run, request: pytest.FixtureRequest, tmp_path: Path, kind: str, has_people: bool
) -> None:
    room = request.getfixturevalue(kind)
    before, file = state(room), str(tmp_path / "room.jsonl")
    run("export", room, file)
    empty()
    if not has_people:
        User.objects.exclude(username="workspace").delete()
    run("import", file)
    assert state(room) == before
    assert run("verify_log").endswith("nothing is wrong.")


def test_the_people_of_a_conversation_find_it_again(run: Run, direct: str, tmp_path: Path) -> None:
    file = str(tmp_path / "room.jsonl")
    run("export", direct, file)
    empty()
    run("import", file)
    ann, bob = User.objects.get(username="ann"), User.objects.get(username="bob")
    assert do(conversations.open_conversation, bob, [str(ann.pk)]).pk == direct


def test_a_conversation_does_not_take_the_place_of_another_one(run: Run, direct: str, tmp_path: Path) -> None:
    file = tmp_path / "room.jsonl"
    run("export", direct, str(file))
    empty()
    ann, bob = User.objects.get(username="ann"), User.objects.get(username="bob")
    other = do(conversations.open_conversation, ann, [str(bob.pk)])
    with pytest.raises(Exception, match="have another conversation already"):
        run("import", str(file))
    assert [room.pk for room in Room.objects.all()] == [other.pk]


def test_a_private_room_is_private_while_it_comes_in(run: Run, private: str, tmp_path: Path) -> None:
    """Cut off in the middle, it shows nobody anything."""
    file = tmp_path / "room.jsonl"
    run("export", private, str(file))
    empty()
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-2]))
    with pytest.raises(Exception, match="cut short"):
        run("import", str(file))
    assert Room.objects.get(pk=private).kind == "private"


def test_verify_log_finds_a_room_of_another_kind_than_its_log_says(
    run: Run, private: str, capsys: pytest.CaptureFixture[str]
) -> None:
    do(rooms.set_private, User.objects.get(username="ann"), private, False)
    Room.objects.filter(pk=private).update(kind="private", changed_by=0)  # as if it had died in between
    with pytest.raises(SystemExit):
        run("verify_log", "--json")
    run("verify_log", "--fix")
    assert Room.objects.get(pk=private).kind == "public"


def test_stats_count_rooms_by_kind(result: Callable[..., dict[str, Any]], run: Run, private: str) -> None:
    ann, bob = User.objects.get(username="ann"), User.objects.get(username="bob")
    do(conversations.open_conversation, ann, [str(bob.pk)])
    run("createroom", "garden")
    found = result("stats")
    assert (found["rooms"], found["private"], found["direct"]) == (3, 1, 1)


def test_the_file_says_whose_conversation_it_is(run: Run, direct: str, tmp_path: Path) -> None:
    file = tmp_path / "room.jsonl"
    run("export", direct, str(file))
    lines = [json.loads(line) for line in file.read_bytes().splitlines()]
    users = {line["user"] for line in lines if line["line"] == "member"}
    assert sorted(uuid.UUID(key) for key in lines[0]["people"].split(",")) == sorted(map(uuid.UUID, users))
