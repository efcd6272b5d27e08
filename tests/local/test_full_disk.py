"""A disk that is full: what runs goes on, is ended in order, and says what it could not write."""

import asyncio
import sys
from pathlib import Path

import pytest

from deploy.local import database
from deploy.local.group import Group
from deploy.local.identity import Record
from deploy.local.log import Log
from deploy.local.process import Process
from deploy.local.service import Service

TALKS = "import sys; [print('x' * 1000) for _ in range(1000)]"  # far more than a pipe holds
WAITS = "import time; print('here', flush=True); time.sleep(60)"


def _full(log: Log, name: str) -> None:
    log._files[name] = open("/dev/full", "w", buffering=1)  # noqa: SIM115


async def test_a_process_whose_lines_cannot_be_kept_goes_on(tmp_path: Path) -> None:
    log = Log(tmp_path)
    _full(log, "talker")
    process = await Process.start("talker", (sys.executable, "-c", TALKS), {}, log)
    assert await asyncio.wait_for(process.ended, 20) == 0
    log.close()


async def test_a_group_whose_record_cannot_be_kept_ends_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def ready() -> bool:
        return bool(group.log.newest("waiter"))

    record = Record(tmp_path / "gone")
    group = Group(tmp_path, record)
    await group.start(Service("waiter", (sys.executable, "-c", WAITS), ready, aloud=False))
    await asyncio.wait_for(group.stop(), 20)
    assert f"** {record.pids} cannot be kept up to date: No such file or directory" in capsys.readouterr().out


async def test_little_room_is_told_before_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MONGODB_URI")
    monkeypatch.setattr(database, "LOW", 2**40)
    group = Group(tmp_path, Record(tmp_path))
    await database.start(group, tmp_path / "mongodb", size=1)
    await group.stop()
    assert (
        f"MB are free in {tmp_path / 'mongodb'}. MongoDB ends when none is left." in capsys.readouterr().out
    )
