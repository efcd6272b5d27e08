"""What a shell sees of the commands: help, exit status, one line of error, what is printed where."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class

from chat.models import Room
from deploy.local.process import ROOT
from tests.polling import wait_until

OURS = sorted(name for name, app in get_commands().items() if app.partition(".")[0] == "chat")


Start = Callable[..., "subprocess.Popen[str]"]
Manage = Callable[..., "subprocess.CompletedProcess[str]"]


def _heed_interrupts() -> None:
    """What runs in the background of a shell ignores SIGINT, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start(test_database_uri: str, db: None) -> Start:
    """`manage.py` with these arguments, under way."""

    def start(*arguments: str, stdout: Any = subprocess.PIPE, **environ: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, "MONGODB_URI": test_database_uri, **environ},
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heed_interrupts,
        )

    return start


@pytest.fixture
def manage(start: Start) -> Manage:
    """`manage.py` with these arguments, ended."""

    def manage(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
        process = start(*arguments, **options)
        printed, said = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, printed, said)

    return manage


@pytest.mark.parametrize("name", OURS)
def test_help_says_what_each_does(name: str) -> None:
    shown = load_command_class(get_commands()[name], name).create_parser("manage.py", name).format_help()
    assert "--json" in shown
    assert len(shown.partition("\n\n")[2].partition("\n\n")[0]) > 40  # a sentence at least


def test_statuses_and_streams(manage: Manage) -> None:
    made = manage("createtoken", "bot", "--create")
    assert (made.returncode, made.stderr) == (0, "")
    assert len(made.stdout.split()) == 1
    refused = manage("ban", "bot", "tea")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "Error: There is no room at “tea”.\n"
    assert manage("ban", "bot").returncode == 2
    assert manage("createroom", "tea", "--colour", "red").returncode == 2


ROOM_LINE = (
    '{"line":"room","version":1,"slug":"tea","title":"","topic":"","epoch":"x","created_by":null,'
    '"created_at":"2024-01-01T00:00:00Z","archived_at":null,"head":1}'
)
AWAY = {"MONGODB_URI": "mongodb://127.0.0.1:1/wick", "MONGODB_TIMEOUT_MS": "500", "DEBUG": "true"}
OF_DJANGO = [("migrate",), ("createsuperuser", "--noinput", "--username", "ann", "--email", "a@example.org")]


@pytest.mark.parametrize("command", [("stats",), *OF_DJANGO])
def test_a_database_that_is_away_is_one_line(manage: Manage, command: tuple[str, ...]) -> None:
    away = manage(*command, PYTHONWARNINGS="ignore", **AWAY)
    assert away.returncode == 1
    assert away.stderr == "Error: MongoDB does not answer: 127.0.0.1:1: [Errno 111] Connection refused\n"


def test_without_a_database_the_error_says_what_should_run(manage: Manage, tmp_path: Path) -> None:
    (tmp_path / "mongodb").mkdir()
    (tmp_path / "mongodb" / "uri").write_text("mongodb://127.0.0.1:1/wick\n")
    away = manage("stats", **AWAY | {"MONGODB_URI": "", "VAR_DIR": str(tmp_path)})
    assert away.stderr.endswith("Connection refused. Is `make run` running?\n")


def test_nobody_who_reads_is_one_line(manage: Manage) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as output:
        ended = manage("stats", stdout=output)
    assert (ended.returncode, ended.stderr) == (
        1,
        "Error: The output could not be written: its reader has ended.\n",
    )


def test_a_full_disk_is_one_line(manage: Manage) -> None:
    with open("/dev/full", "w") as output:
        ended = manage("stats", stdout=output)
    said = "Error: It is done, but the output cannot be written: No space left on device.\n"
    assert (ended.returncode, ended.stderr) == (1, said)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_command_in_order(start: Start, number: signal.Signals, status: int) -> None:
    """By its own hand, and not by the kernel's, which would leave half a file and living tokens behind."""
    waiting = start("import", "-")
    assert waiting.stdin is not None
    print(ROOM_LINE, file=waiting.stdin, flush=True)

    def has_begun() -> bool:
        assert waiting.poll() is None
        return Room.objects.filter(slug="tea").exists()

    wait_until(has_begun, what="the room that it imports")
    waiting.send_signal(number)
    assert waiting.wait(60) == status  # before its input ends, which it would report
    assert waiting.communicate() == ("", "")
