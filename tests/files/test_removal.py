"""What becomes of files that nobody needs any more."""

import io
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId
from django.core.files.storage import storages
from django.db import connections
from django.test import Client

from chat.actions import removal as deletion
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.files import contents, orphans, removal
from chat.files.models import File
from chat.models import Room, User
from chat.projections.registry import StoredEvent
from tests.files.conftest import address_of, announce, delete, file_of, post, restore, send, stored


def sweep_after(file: dict[str, Any] | str, **ago: float) -> None:
    """Looks at a file as if it had been due for so long."""
    id = file if isinstance(file, str) else file["id"]
    File.objects.filter(pk=id).update(expires_at=datetime.now(UTC) - timedelta(**ago))
    removal.sweep()


def is_kept(file: dict[str, Any]) -> bool:
    """Row and content, or neither."""
    has_row = File.objects.filter(pk=file["id"]).exists()
    assert contents.storage().exists(contents.name_of(uuid.UUID(file["id"]).hex)) == has_row
    return has_row


def test_what_no_message_has_goes_after_a_day(as_ann: Client) -> None:
    file, address = file_of(as_ann, b"x"), announce(as_ann, 10, filename="a")["Location"]
    send(as_ann, address, 0, b"part")
    removal.sweep()
    assert is_kept(file)
    due = File.objects.get(pk=file["id"]).expires_at
    assert due is not None and timedelta(hours=23) < due - datetime.now(UTC) < timedelta(hours=25)  # noqa: PT018
    sweep_after(file, seconds=1)
    assert not is_kept(file)
    id = address.split("/")[-2]
    sweep_after(id, seconds=1)
    assert contents.storage().listdir(f"files/{uuid.UUID(id).hex}")[1] == []


def test_what_a_message_has_stays(ann: User, cellar: Room, as_ann: Client) -> None:
    file = file_of(as_ann, b"x")
    post(ann, cellar, file)
    sweep_after(file, days=400)
    assert is_kept(file)
    assert File.objects.get(pk=file["id"]).expires_at is None


def test_files_of_a_deleted_message_go_when_they_need_not_be_kept(
    ann: User, cellar: Room, as_ann: Client, settings: Any
) -> None:
    settings.WICK_FILES_DELETED_DAYS = 7
    file = file_of(as_ann, b"x")
    seq = post(ann, cellar, file)
    sweep_after(file, days=1)
    event = StoredEvent.of(stored(cellar, delete(ann, cellar, seq)))
    removal.handle([event])
    due = File.objects.get(pk=file["id"]).expires_at
    assert due is not None
    assert timedelta(days=6) < due - datetime.now(UTC) < timedelta(days=8)
    sweep_after(file, days=1)
    assert is_kept(file)  # the log knows better
    settings.WICK_FILES_DELETED_DAYS = 0
    sweep_after(file, days=1)
    assert not is_kept(file)
    assert "files" not in stored(cellar, restore(ann, cellar, seq))


def test_what_was_restored_meanwhile_stays(ann: User, cellar: Room, as_ann: Client, settings: Any) -> None:
    settings.WICK_FILES_DELETED_DAYS = 0
    file = file_of(as_ann, b"x")
    seq = post(ann, cellar, file)
    gone = StoredEvent.of(stored(cellar, delete(ann, cellar, seq)))
    restore(ann, cellar, seq)
    removal.handle([gone])
    removal.sweep()
    assert is_kept(file)


def test_files_of_a_deleted_room_go_with_it(
    ann: User, cellar: Room, as_ann: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "NOTICE_DELAY", 0)
    file = file_of(as_ann, b"x")
    post(ann, cellar, file)
    deletion.delete_room(system_account_actor(), cellar.pk, "", lambda done: None)
    assert as_ann.get(address_of(file)).status_code == 404
    removal.sweep()
    assert not is_kept(file)


def system_account_actor() -> Actor:
    return Actor.of(system_account(), trusted=True)


@pytest.mark.parametrize("with_messages", [True, False])
def test_files_of_a_deleted_account_go_with_its_messages(
    bob: User,
    cellar: Room,
    as_ann: Client,
    as_bob: Client,
    monkeypatch: pytest.MonkeyPatch,
    with_messages: bool,
) -> None:
    monkeypatch.setattr(deletion, "NOTICE_DELAY", 0)
    posted, unused = file_of(as_bob, b"x"), file_of(as_bob, b"y")
    seq = post(bob, cellar, posted)
    actor = system_account_actor()
    deletion.delete_account(actor, str(bob.pk), "", lambda done: None, with_messages=with_messages)
    removal.sweep()
    assert not is_kept(unused)
    assert is_kept(posted) != with_messages
    assert ("files" in stored(cellar, seq)) != with_messages
    assert as_ann.get(address_of(posted)).status_code == (404 if with_messages else 200)


def test_content_without_a_row_is_found(as_ann: Client) -> None:
    kept, lost = file_of(as_ann, b"x"), uuid.uuid4().hex
    contents.store(lost, contents.ORIGINAL, io.BytesIO(b"lost"))
    orphans._folders()
    assert is_kept(kept)
    assert not contents.storage().exists(contents.name_of(lost))


@pytest.mark.parametrize(("alias", "bucket"), [("files", "uploads"), ("default", "files")])
def test_chunks_without_a_file_are_found_once_they_are_old(as_ann: Client, alias: str, bucket: str) -> None:
    chunks = connections["default"].database[f"{bucket}.chunks"]  # type: ignore[attr-defined]
    old, new = ObjectId.from_datetime(datetime.now(UTC) - timedelta(days=3)), ObjectId()
    kept = storages[alias].save("kept", io.BytesIO(b"x"))
    chunks.insert_many({"files_id": id, "n": n, "data": b"x"} for id in (old, new) for n in (0, 1))
    assert orphans._chunks(storages[alias]) == 1
    assert [chunks.count_documents({"files_id": id}) for id in (old, new)] == [0, 2]
    with storages[alias].open(kept) as file:
        assert file.read() == b"x"
    chunks.delete_many({"files_id": new})
    storages[alias].delete(kept)
