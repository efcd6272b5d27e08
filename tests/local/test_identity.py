"""What a killed supervisor left is ended; what merely has its pid is not."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.identity import Record, session, started
from tests.polling import wait_until


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own, with a child."""
    process = subprocess.Popen(["sh", "-c", "sleep 60 & wait"], start_new_session=True)
    wait_until(lambda: len(session(process.pid)) == 2, what="its child")
    yield process
    process.kill()
    process.wait()


def test_a_recorded_process_is_found_and_ended_with_its_children(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    Record(tmp_path).write({"sleeper": sleeper.pid})
    [left] = Record(tmp_path).left()
    assert left.name == "sleeper"
    assert Record(tmp_path).end_left() == ["sleeper"]
    assert left.remains() == []


def test_a_child_that_outlived_it_is_ended_too(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    Record(tmp_path).write({"sleeper": sleeper.pid})
    sleeper.kill()
    sleeper.wait()
    assert Record(tmp_path).end_left() == ["sleeper"]
    assert Record(tmp_path).left() == []


def test_another_process_with_the_same_pid_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    Record(tmp_path).write({"sleeper": sleeper.pid})
    proof = json.loads((tmp_path / "pids.json").read_text())
    proof["processes"]["sleeper"][1] -= 1  # the one that was recorded started a moment before
    (tmp_path / "pids.json").write_text(json.dumps(proof))
    assert Record(tmp_path).end_left() == []
    assert started(sleeper.pid) is not None


def test_a_record_of_before_the_last_boot_means_nothing(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    Record(tmp_path).write({"sleeper": sleeper.pid})
    proof = json.loads((tmp_path / "pids.json").read_text())
    (tmp_path / "pids.json").write_text(json.dumps({**proof, "boot": "another"}))
    assert Record(tmp_path).left() == []


def test_the_file_for_scripts_has_a_name_and_a_pid_a_line(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    Record(tmp_path).write({"instance-1": sleeper.pid})
    assert (tmp_path / "pids").read_text() == f"instance-1 {sleeper.pid}\n"
