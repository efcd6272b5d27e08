"""Which MongoDB is chosen, and what is said where there is none."""

from pathlib import Path

import pytest

from deploy.local import database, mongod
from deploy.local.errors import StartError
from deploy.local.group import Group
from deploy.local.identity import Record


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone is PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_one_on_path_comes_before_the_packaged_one(on_path: Path) -> None:
    _program(on_path / "mongod", "exit 0")
    assert mongod.find() == str(on_path / "mongod")


def test_else_the_packaged_one(on_path: Path) -> None:
    found = mongod.find()
    assert found == mongod.packaged()
    assert found.endswith("fiftyone/db/bin/mongod")


def test_none_at_all_says_what_to_do(on_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mongod, "packaged", lambda: None)
    with pytest.raises(StartError, match=r"docker run .* mongo"):
        mongod.find()


def test_one_that_does_not_run_here_is_named_with_its_complaint(on_path: Path) -> None:
    _program(on_path / "mongod", "echo 'no such instruction' >&2; exit 132")
    with pytest.raises(StartError, match=r"mongod does not run here:\n    no such instruction"):
        mongod.find()


def test_a_missing_libcurl_is_named_where_it_cannot_be_installed(on_path: Path) -> None:
    _program(on_path / "mongod", "echo 'libcurl.so.4: cannot open shared object file' >&2; exit 127")
    with pytest.raises(StartError, match="apt-get install libcurl4"):
        mongod.find()


async def test_mongodb_uri_comes_before_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://elsewhere/wick")
    group = Group(tmp_path, Record(tmp_path))
    assert await database.start(group, tmp_path / "mongodb", size=1) == "mongodb://elsewhere/wick"
    assert not (tmp_path / "mongodb").exists()
