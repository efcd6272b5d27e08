"""A room with files is taken out and brought in again, on a site that has none of it."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from chat.actions import removal as deletion
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.files import removal
from chat.files.models import File
from chat.models import Room, User
from tests.files.conftest import address_of, file_of, picture, post


def run(name: str, *arguments: str) -> str:
    output = io.StringIO()
    call_command(name, *arguments, stdout=output)
    return output.getvalue()


def test_files_go_with_their_room(
    ann: User, cellar: Room, as_ann: Client, as_bob: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "NOTICE_DELAY", 0)
    text, image = file_of(as_ann, b"hello"), file_of(as_ann, picture("PNG"), "p.png")
    post(ann, cellar, text, image)
    room, folder = str(tmp_path / "room.jsonl"), tmp_path / "files"
    run("export", "cellar", room)
    assert "2 files" in run("exportfiles", "cellar", str(folder))
    assert len(list(folder.iterdir())) == 3  # with the small picture

    deletion.delete_room(Actor.of(system_account(), trusted=True), cellar.pk, "", lambda done: None)
    removal.sweep()
    assert not File.objects.exists()
    run("import", room, "--slug", "cellar-again")
    assert as_bob.get(address_of(text)).status_code == 404
    assert "2 files" in run("importfiles", "cellar-again", str(folder))
    removal.sweep()
    assert as_bob.get(address_of(text)).content == b"hello"
    assert as_bob.get(image["thumb"])["Content-Type"] == "image/webp"
    assert "0 files" in run("importfiles", "cellar-again", str(folder))


def test_a_copy_of_a_room_takes_no_files_of_the_other(
    ann: User, cellar: Room, as_ann: Client, tmp_path: Path
) -> None:
    file = file_of(as_ann, b"hello")
    post(ann, cellar, file)
    run("export", "cellar", str(tmp_path / "room.jsonl"))
    run("exportfiles", "cellar", str(tmp_path / "files"))
    run("import", str(tmp_path / "room.jsonl"), "--slug", "copy")
    assert "0 files" in run("importfiles", "copy", str(tmp_path / "files"))
    assert File.objects.get(pk=file["id"]).room == "cellar"
