"""A log of an older version gets its new keys, whatever cuts that off, and nothing else in it changes."""

import asyncio
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.utils import timezone

from chat import checks
from chat.actions import messages, rooms, upgrades
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.events.base import encode
from chat.models import Instance, Room, User
from chat.protocol.errors import Code, Refused
from chat.queries import timeline
from chat.realtime.heartbeat import LISTS_BY_SEQ
from chat.storage import event_log, log_indexes, log_keys, log_upgrade
from chat.storage.log_keys import Form

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def old_log(db: None) -> Iterator[None]:
    """The log is as a version before made it."""
    change: dict[str, Any] = {"collMod": log_keys.COLLECTION, "validator": {}, "validationLevel": "off"}
    event_log.collection().database.command(change)
    log_keys.forget()
    assert log_keys.form() is Form.OLD
    yield
    event_log.collection().delete_many({})
    log_keys.set_form(Form.NEW)


@pytest.fixture
def talk(old_log: None) -> Room:
    """A room of that version, in which everything happened once, and another one."""
    ann = Actor.of(User.objects.create_user("ann"))

    async def happen(room: str) -> None:
        for n in range(3):
            await messages.post(ann, room, new(), f"message {n}", reply_to=1 if n else None)
        await messages.edit(ann, room, new(), 1, "changed")
        await messages.react(ann, room, new(), 2, "👍", True)
        await messages.delete(Actor.of(staff, trusted=True), room, new(), 3, "noise")

    staff = system_account()
    made = [async_to_sync(rooms.create)(staff, slug) for slug in ("talk", "tea")]
    for room in made:
        asyncio.run(happen(room.pk))
    assert not [key for key in keys() if "/" in key]
    return made[0]


def new() -> str:
    return str(uuid.uuid4())


def keys() -> list[str]:
    return sorted(document["_id"] for document in event_log.collection().find({}, {"_id": 1}))


def shown() -> list[bytes]:
    return [encode(event) for room in ("talk", "tea") for event in timeline.events_after(room, 0, 100)]


def stored() -> list[dict[str, Any]]:
    """The log without its keys."""
    found = event_log.collection().find({}, {"_id": 0}).sort([("room", 1), ("seq", 1)])
    return list(found)


def post(room: str, id: str) -> int:
    user = User.objects.get(username="ann")
    return async_to_sync(messages.post)(user, room, id, "hello")


def test_a_new_database_begins_with_the_new_keys(db: None) -> None:
    assert log_keys.form() is Form.NEW


def test_the_keys_change_and_nothing_else(talk: Room) -> None:
    before, fetched, ids = stored(), shown(), keys()
    call_command("upgrade_log")
    assert log_keys.form() is Form.NEW
    assert (stored(), shown()) == (before, fetched)
    assert keys() == sorted(f"{room}/{id}" for id in ids for room in ("talk", "tea") if stands(room, id))
    call_command("verify_log")


def stands(room: str, id: str) -> bool:
    return id in event_log.by_id(room, [id])


def test_run_twice_it_does_nothing(talk: Room, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("upgrade_log")
    before = keys()
    call_command("upgrade_log")
    assert keys() == before
    assert "The log has them already." in capsys.readouterr().out


def test_cut_off_it_goes_on_where_it_stopped(talk: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    before, fetched = stored(), shown()
    monkeypatch.setattr(log_upgrade, "BATCH", 2)
    move, moves = log_upgrade._move, list[list[int]]()

    def cut_off(room: str, seqs: list[int]) -> None:
        move(room, seqs)  # and its transaction is given up
        moves.append(seqs)
        if len(moves) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(log_upgrade, "_move", cut_off)
    with pytest.raises(KeyboardInterrupt):
        upgrades.upgrade_log(int)
    assert log_keys.form() is Form.MIXED
    assert len([key for key in keys() if "/" in key]) == 4
    assert (stored(), shown()) == (before, fetched)
    assert upgrades.upgrade_log(int)
    assert (stored(), shown(), log_keys.form()) == (before, fetched, Form.NEW)


def mix() -> None:
    """The log stands in the middle of its upgrade: the first half of each room has new keys."""
    log_keys.set_form(Form.MIXED)
    for room in ("talk", "tea"):
        log_upgrade.together(lambda room=room: log_upgrade._move(room, [1, 2, 3]))  # type: ignore[misc]


@pytest.mark.parametrize("form", ["old", "mixed", "new"])
def test_what_is_sent_again_is_acked_as_at_first(talk: Room, form: str) -> None:
    ids = [new() for _ in range(3)]
    seqs = [post("talk", id) for id in ids]
    if form == "mixed":
        mix()
    elif form == "new":
        upgrades.upgrade_log(int)
    assert [post("talk", id) for id in ids] == seqs
    assert event_log.head("talk") == seqs[-1]
    later = new()
    assert [post("talk", later), post("talk", later)] == [seqs[-1] + 1] * 2


async def test_many_that_are_sent_again_at_once_are_acked_as_at_first(talk: Room) -> None:
    """In a batch of one room, and one event in each of two rooms: both ways in which events are stored."""
    ann = Actor.of(await User.objects.aget(username="ann"), trusted=True)
    said = [("talk", new()) for _ in range(20)]
    alone = [("talk", new()), ("tea", new())]

    async def say(what: list[tuple[str, str]]) -> list[int]:
        return await asyncio.gather(*(messages.post(ann, room, id, "hello") for room, id in what))

    first = await say(said), await say(alone)
    await asyncio.to_thread(mix)
    assert (await say(said), await say(alone)) == first


@pytest.mark.parametrize(("form", "outcome"), [("old", "conflict"), ("mixed", 7), ("new", 7)])
def test_one_id_in_two_rooms(talk: Room, form: str, outcome: str | int) -> None:
    id = new()
    post("talk", id)
    if form == "mixed":
        mix()
    elif form == "new":
        upgrades.upgrade_log(int)
    if outcome == "conflict":
        with pytest.raises(Refused) as refused:
            post("tea", id)
        assert refused.value.code is Code.CONFLICT
    else:
        assert post("tea", id) == outcome


def test_a_process_without_the_upgrade_is_refused_by_mongodb_and_looks_again(talk: Room) -> None:
    assert log_keys.form() is Form.OLD
    before = log_keys._known
    mix()
    log_keys._known = before
    id = new()
    assert post("talk", id) == 7
    assert f"talk/{id}" in keys()


def test_an_older_instance_holds_it_up(talk: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(hours=1)  # it says that it lives for as long as the test may take
    Instance.objects.create(name="older", started_at=later, seen_at=later, layer="redis", pid=1)
    monkeypatch.setattr(upgrades, "FRESH", timedelta())
    with pytest.raises(Refused, match="older version are serving: older"):
        upgrades.upgrade_log(int)
    assert log_keys.form() is Form.OLD


@pytest.fixture
def outdated_index(db: None) -> Iterator[str]:
    """One that the version before made, and reads."""
    name = "event_by_kind"
    event_log.collection().create_index([("kind", 1), ("at", 1), ("_id", 1)], name=name)
    yield name
    log_indexes.drop_outdated()


def test_an_index_of_the_version_before_is_dropped_once_no_instance_reads_it(outdated_index: str) -> None:
    later = timezone.now() + timedelta(hours=1)
    level = {"level": LISTS_BY_SEQ - 1}
    older = Instance.objects.create(
        name="older", started_at=later, seen_at=later, layer="redis", pid=1, **level
    )
    assert not upgrades.upgrade_log(int)
    assert outdated_index in event_log.collection().index_information()
    older.delete()
    for _ in range(2):
        upgrades.upgrade_log(int)
        assert outdated_index not in event_log.collection().index_information()


def test_a_new_database_has_no_index_of_the_version_before(db: None) -> None:
    assert not log_indexes.OUTDATED & set(event_log.collection().index_information())


def test_a_check_asks_for_the_upgrade_until_it_was_made(talk: Room) -> None:
    assert [message.id for message in checks._migrations()] == ["wick.W010"]
    upgrades.upgrade_log(int)
    assert checks._migrations() == []


def test_an_import_waits_for_the_upgrade(talk: Room, tmp_path: Any) -> None:
    path = str(tmp_path / "talk.jsonl")
    call_command("export", "talk", path)
    with pytest.raises(Exception, match="upgrade_log"):
        call_command("import", path, "--slug", "copy")
    call_command("upgrade_log")
    call_command("import", path, "--slug", "copy")
    assert [e["text"] for e in event_log.whole("copy") if "text" in e] == [
        e["text"] for e in event_log.whole("talk") if "text" in e
    ]
