"""export and import: a room goes out and comes in the same, wherever it was cut off."""

import asyncio
import gzip
import json
import os
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from chat.actions import messages, moderation
from chat.actions.imports import UNDER_WAY
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.events.base import encode
from chat.management.action import Error
from chat.models import Ban, Event, Marker, Membership, Room, User
from chat.queries import timeline
from chat.storage import event_log, notice_log


def new() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def talk(run, ann: User) -> None:
    """A room in which everything happened once."""
    run("createroom", "talk", "--title", "Talk", "--topic", "Ünïcode", "--owner", "ann")
    bob = User.objects.create_user("bob")
    eve = User.objects.create_user("eve")
    Marker.objects.create(user=ann, room_id="talk", seq=2)

    async def happen() -> None:
        by = Actor.of(ann)
        for n in range(3):
            await messages.post(by, "talk", new(), f"“{n}”\n\tüber 👍", reply_to=1 if n else None)
        await messages.edit(by, "talk", new(), 1, "changed")
        await messages.react(Actor.of(bob), "talk", new(), 2, "👍", True)
        await messages.delete(by, "talk", new(), 3)
        await messages.delete(by, "talk", new(), 1)
        await messages.restore(Actor.of(house_), "talk", new(), 1)
        await moderation.ban(Actor.of(house_), "talk", str(eve.pk), "noise")

    house_ = system_account()
    asyncio.run(happen())


@pytest.fixture
def exported(run, talk: None, tmp_path: Path) -> Callable[..., list[bytes]]:
    """The lines of an export."""

    def exported(slug: str = "talk") -> list[bytes]:
        path = tmp_path / f"{slug}.jsonl"
        run("export", slug, str(path))
        return path.read_bytes().splitlines(keepends=True)

    return exported


@pytest.fixture
def elsewhere(exported, tmp_path: Path) -> Path:
    """The exported file, in a workspace that has nothing of it."""
    exported()
    for kind in (Event, Marker, Membership, Ban, Room, User):
        kind._default_manager.all().delete()
    return tmp_path / "talk.jsonl"


def shown(room: str) -> list[bytes]:
    return [encode(event) for event in timeline.events_after(room, 0, 100)]


def test_the_lines_say_what_they_are(exported) -> None:
    lines = [json.loads(line) for line in exported()]
    kinds = [line["line"] for line in lines]
    assert kinds[0] == "room"
    assert (lines[0]["head"], kinds.count("event")) == (8, 8)
    assert [e["seq"] for e in lines if e["line"] == "event"] == list(range(1, 9))
    described = set()
    for line in lines:
        described |= {line["id"]} if line["line"] == "person" else set()
        assert {line[name] for name in ("user", "author") if name in line} <= described


def test_a_device_is_written_to_and_not_replaced(run, exported, tmp_path: Path) -> None:
    lines = exported()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)
        run("export", "talk", str(pipe))
        assert read.result().splitlines(keepends=True) == lines
    assert pipe.is_fifo()


def test_it_comes_in_as_it_went_out(run, exported, elsewhere: Path) -> None:
    before = elsewhere.read_bytes().splitlines(keepends=True)
    assert run("import", str(elsewhere)) == "Room “talk” is imported: 8 events stored."
    after = exported()
    first, again = json.loads(before[0]), json.loads(after[0])
    assert first.pop("epoch") != again.pop("epoch")
    assert (again, after[1:]) == (first, before[1:])
    assert run("verify_log").endswith("nothing is wrong.")


@pytest.mark.parametrize("text", ["missing", "null", "false", "0"])
def test_any_text_comes_in(run, elsewhere: Path, text: str) -> None:
    lines = [json.loads(line) for line in elsewhere.read_bytes().splitlines()]
    first = next(line for line in lines if line["line"] == "event")
    first["text"] = text
    elsewhere.write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    run("import", str(elsewhere))
    assert event_log.at("talk", 1)["text"] == text  # type: ignore[index]


def test_what_is_fetched_is_the_same(run, exported, tmp_path: Path) -> None:
    exported()
    before = shown("talk")
    event_log.collection().delete_many({"room": "talk"})
    run("import", str(tmp_path / "talk.jsonl"))
    assert shown("talk") == before


def test_those_who_are_named_come_as_accounts_that_cannot_sign_in(run, result, elsewhere: Path) -> None:
    taken = User.objects.create_user("Ann")
    assert result("import", str(elsewhere))["people"] == 3  # ann, bob and eve
    people = {user.username: user for user in User.objects.exclude(pk=taken.pk).exclude(username="house")}
    assert not any(user.is_active or user.has_usable_password() for n, user in people.items() if n != "house")
    [other] = [name for name in people if name.startswith("ann-")]
    assert Membership.objects.get(user=people[other]).role == "owner"
    assert Ban.objects.get().user.username == "eve"
    assert Marker.objects.get().seq == 2


def test_run_twice_it_does_nothing(result, exported, tmp_path: Path) -> None:
    before = exported()
    assert result("import", str(tmp_path / "talk.jsonl"))["stored"] == 0
    assert exported() == before


def test_a_room_with_other_events_is_refused(run, exported, tmp_path: Path) -> None:
    exported()
    run("announce", "later", "--room", "talk")
    with pytest.raises(Error, match="has other events"):
        run("import", str(tmp_path / "talk.jsonl"))
    run("createroom", "tea")
    for n in range(8):
        run("announce", f"{n}", "--room", "tea")
    with pytest.raises(Error, match="has other events"):
        run("import", str(tmp_path / "talk.jsonl"), "--slug", "tea")
    assert event_log.head("talk") == 9


def test_beside_the_first_it_gets_ids_of_its_own_and_says_the_same(run, exported, tmp_path: Path) -> None:
    before = exported()
    run("import", str(tmp_path / "talk.jsonl"), "--slug", "copy")
    assert exported("copy")[1:] == before[1:]
    assert run("import", str(tmp_path / "talk.jsonl"), "--slug", "copy").startswith(
        "Room “copy” is imported: 0"
    )
    assert run("verify_log").endswith("nothing is wrong.")
    assert Event.objects.count() == 16


def test_cut_off_it_goes_on_where_it_stopped(run, result, elsewhere: Path, monkeypatch) -> None:
    monkeypatch.setattr("chat.actions.imports.BATCH", 2)
    whole = elsewhere.read_bytes()
    elsewhere.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    with pytest.raises(Error, match="cut short, with 6 of 8"):
        run("import", str(elsewhere))
    room = Room.objects.get()
    assert room.is_archived
    assert room.epoch.startswith(UNDER_WAY)
    elsewhere.write_bytes(whole)
    assert result("import", str(elsewhere))["stored"] == 2
    room = Room.objects.get()
    assert not room.is_archived
    assert not room.epoch.startswith(UNDER_WAY)
    assert run("verify_log").endswith("nothing is wrong.")


def test_open_sockets_are_told_of_the_new_epoch(run, elsewhere: Path) -> None:
    before = notice_log.head()
    run("import", str(elsewhere))
    assert [notice["kind"] for notice in notice_log.after(before)][-1] == "room"


@pytest.mark.parametrize(
    ("line", "change", "what"),
    [
        (1, {"line": "person"}, "Line 1"),
        (1, {"version": 2}, "version 2"),
        (1, {"slug": "Not One"}, "Line 1"),
        (-1, {"seq": 9}, "general/8|talk/8: this event is missing"),
        (-1, {"target": 99}, "names 99"),
        (-1, {"author": "nobody"}, "Line"),
        (-1, {"at": "yesterday"}, "Line"),
        (2, {"id": 7}, "Line 2"),
    ],
)
def test_a_file_that_is_wrong_is_refused(
    run, elsewhere: Path, line: int, change: dict[str, Any], what: str
) -> None:
    lines = elsewhere.read_bytes().splitlines(keepends=True)
    at = line if line < 0 else line - 1
    lines[at] = json.dumps(json.loads(lines[at]) | change).encode() + b"\n"
    elsewhere.write_bytes(b"".join(lines))
    with pytest.raises(Error, match=what):
        run("import", str(elsewhere))
    assert not Room.objects.filter(archived_at=None).exists()


def test_a_file_that_is_wrong_leaves_nothing_and_its_address_free(run, exported, tmp_path: Path) -> None:
    lines = exported()
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"".join([*lines[:-1], b"no line\n"]))
    with pytest.raises(Error, match=f"Line {len(lines)}"):
        run("import", str(wrong), "--slug", "copy")
    assert not Room.objects.filter(slug="copy").exists()
    assert not Event.objects.filter(room="copy").exists()
    run("createroom", "copy")


def test_a_wrong_slug_is_said_of_the_option(run, exported, tmp_path: Path) -> None:
    exported()
    with pytest.raises(Error, match="--slug No Slug"):
        run("import", str(tmp_path / "talk.jsonl"), "--slug", "No Slug")


def test_it_goes_through_gzip(run, result, exported, tmp_path: Path) -> None:
    packed, plain = tmp_path / "talk.jsonl.gz", b"".join(exported())
    run("export", "talk", str(packed))
    assert gzip.decompress(packed.read_bytes()) == plain
    renamed = packed.rename(tmp_path / "whatever")
    assert result("import", str(renamed), "--slug", "copy")["events"] == event_log.head("talk")


def test_files_that_are_not_there_are_named(run, general: str, tmp_path: Path) -> None:
    with pytest.raises(Error, match="cannot be read"):
        run("import", str(tmp_path / "none"))
    with pytest.raises(Error, match="cannot be written"):
        run("export", general, str(tmp_path / "none" / "file"))
    (tmp_path / "noise").write_bytes(b"\x00\xff")
    with pytest.raises(Error, match="Line 1"):
        run("import", str(tmp_path / "noise"))


def test_it_goes_through_a_pipe(talk: None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("export", "talk", "-")
    output = capfdbinary.readouterr()
    assert len(output.out.splitlines()) > 8
    assert b"8 events" in output.err


@pytest.mark.parametrize("username", ["", " ", "a/b", "x" * 40])
def test_a_user_name_that_cannot_be_becomes_one_of_the_id(run, elsewhere: Path, username: str) -> None:
    lines = [json.loads(line) for line in elsewhere.read_bytes().splitlines()]
    bob = next(line["id"] for line in lines if line["line"] == "person" and line["username"] == "bob")
    for line in lines:
        if line["line"] == "person" and line["id"] == bob:
            line |= {"username": username, "name": ""}
    elsewhere.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    run("import", str(elsewhere))
    made = User.objects.get(pk=bob)
    assert made.username == f"imported-{made.pk.hex[:12]}"
    assert made.shown_name == made.username
