"""A kind of event takes its own module and its registration, and works in all that deals with events."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from django.core.management import call_command
from django.test import Client as Browser

from chat.actors.actor import Actor
from chat.events.base import encode
from chat.management.action import Error
from chat.models import AuditEntry, Event, Room, User
from chat.queries import timeline
from chat.storage import event_log
from deploy.local import asyncapi
from tests.kinds.conftest import Client

pytestmark = pytest.mark.usefixtures("flag")


class Happened(NamedTuple):
    """What the visitor received, how their own flag was answered, and what a newcomer is sent."""

    received: list[dict[str, Any]]
    refused: dict[str, Any]
    joined: dict[str, Any]


async def happen(owner: Actor, visitor: Actor) -> Happened:
    """The owner says two things, flags both, and deletes one; the visitor may not flag."""
    ann, bob, newcomer = Client(owner), Client(visitor), Client(visitor)
    await bob.send("join")
    for text in ("one", "two"):
        await ann.send("post", text=text)
    for seq in (1, 2):
        await ann.send("flag", seq=seq, note=f"note {seq}", on=True)
    refused = await bob.send("flag", seq=1, note="mine", on=True)
    await ann.send("delete", seq=2)
    joined = await newcomer.send("join")
    await bob.send("ping")
    return Happened(bob.received, refused, joined)


@pytest.fixture
def happened(room: str) -> Happened:
    ann, bob = (Actor.of(User.objects.get(username=name)) for name in ("ann", "bob"))
    return asyncio.run(happen(ann, bob))


def test_it_is_told_and_its_rule_is_asked(happened: Happened) -> None:
    flagged = next(frame for frame in happened.received if frame.get("kind") == "flag")
    assert (flagged["seq"], flagged["target"], flagged["note"], flagged["on"]) == (3, 1, "note 1", True)
    assert (happened.refused["type"], happened.refused["code"]) == ("error", "forbidden")


def test_it_is_stored_with_its_fields(happened: Happened) -> None:
    stored = event_log.at("general", 3)
    assert stored is not None
    assert {name: stored[name] for name in ("kind", "target", "note", "on")} == {
        "kind": "flag",
        "target": 1,
        "note": "note 1",
        "on": True,
    }


def test_it_is_folded_in_memory_and_from_the_log(happened: Happened) -> None:
    from_log = [json.loads(encode(event)) for event in timeline.events_before("general", None, 50)]
    assert happened.joined["events"] == from_log
    one, two = from_log[:2]
    assert (one["flagged"], one["rev"]) == ("note 1", 3)
    assert two["deleted"]
    assert "flagged" not in two


def test_it_goes_out_and_comes_in_and_is_verified(happened: Happened, tmp_path: Path, capsys) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    call_command("export", "general", str(before))
    for kind in (Event, Room):
        kind._default_manager.all().delete()
    call_command("import", str(before))
    call_command("export", "general", str(after))
    assert after.read_bytes().splitlines()[1:] == before.read_bytes().splitlines()[1:]
    capsys.readouterr()
    call_command("verify_log")
    assert "nothing is wrong" in capsys.readouterr().out


def test_what_is_wrong_with_one_is_found(happened: Happened, tmp_path: Path, capsys) -> None:
    events = event_log.collection()
    events.update_one({"room": "general", "seq": 3}, {"$unset": {"note": 1}})
    events.update_one({"room": "general", "seq": 4}, {"$set": {"target": 9}})
    with pytest.raises(SystemExit):
        call_command("verify_log")
    found = capsys.readouterr().out
    assert "general/3: this flag has no note" in found
    assert "general/4: this flag names 9, which is no message before it" in found


def test_one_of_another_type_does_not_come_in(happened: Happened, tmp_path: Path) -> None:
    path = tmp_path / "wrong"
    call_command("export", "general", str(path))
    path.write_text(path.read_text().replace('"note":"note 1"', '"note":1'))
    with pytest.raises(Error, match="note"):
        call_command("import", str(path), "--slug", "copy")


def test_moderation_by_it_is_in_the_audit_log(happened: Happened) -> None:
    assert sorted(AuditEntry.objects.values_list("action", "seq")) == [
        ("flag message", 1),
        ("flag message", 2),
    ]


def test_the_admin_lists_it_and_says_what_it_did(happened: Happened) -> None:
    browser = Browser()
    browser.force_login(User.objects.create_superuser("root", name="Root"))
    listed = browser.get("/admin/chat/event/", {"kind": "flag"}).content.decode()
    assert "of message 1" in listed
    key = Event.objects.get(room="general", seq=1).pk
    page = browser.get(f"/admin/chat/event/{key.replace('/', '_2F')}/change/").content.decode()
    assert "flagged it: note 1" in re.sub(r"<[^>]+>", " ", page)


def test_it_is_in_the_document_of_the_contract() -> None:
    described = yaml.safe_load(asyncapi.text())
    schemas = described["components"]["schemas"]
    assert "flag" in described["channels"]["socket"]["messages"]
    assert schemas["FlagRequest"]["required"] == ["type", "id", "room", "seq", "note", "on"]
    assert schemas["EventFrame"]["properties"]["note"] == {"type": "string"}
    rule = next(
        rule["then"]
        for rule in schemas["EventFrame"]["allOf"]
        if rule["if"].get("properties", {}).get("kind") == {"const": "flag"}
    )
    assert (rule["required"], rule["properties"]["text"]) == (["target", "note", "on"], False)
    assert schemas["EventFrame"]["properties"]["flagged"] == {"type": "string"}
