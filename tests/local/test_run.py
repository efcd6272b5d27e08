"""`make run`: what it starts, keeps and ends."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from deploy.local import ports
from deploy.local.identity import started
from deploy.local.process import ROOT
from tests.instance import serves
from tests.supervisor import Supervisor


def _run() -> Supervisor:
    [port] = ports.free()
    return Supervisor("run", environ={"PORT": str(port), "RESTART_AFTER": "0.2"})


@pytest.fixture
def run() -> Iterator[Supervisor]:
    """`make run` in a folder of its own, not yet started."""
    run = _run()
    yield run
    run.stop()


@pytest.fixture(scope="module")
def running() -> Iterator[Supervisor]:
    """One that runs, for all tests that leave it running."""
    run = _run()
    run.start(ready="Ctrl-C ends it")
    yield run
    run.stop()


def _url(run: Supervisor) -> str:
    return f"http://127.0.0.1:{run.environ['PORT']}"


def _manage(run: Supervisor, *arguments: str) -> str:
    """A command beside it, given its folder and nothing else."""
    environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(run.directory)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout


ROOMS = "from chat.models import Room; print(sorted(Room.objects.values_list('pk', flat=True)))"


def test_it_serves_and_ends_and_finds_its_data_again(run: Supervisor) -> None:
    run.start(ready="Ctrl-C ends it")
    assert f"Wick is at {_url(run)}\n" in run.output
    assert "Open this link to set it up" in run.output
    _manage(run, "createroom", "lobby")
    pids = run.pids()
    assert set(pids) == {"mongod", "instance"}
    assert run.signal(signal.SIGINT) == 0
    assert [name for name, pid in pids.items() if started(pid)] == []
    run.start(ready="Ctrl-C ends it")
    assert serves(_url(run))
    assert "['general', 'lobby']" in _manage(run, "shell", "-v0", "-c", ROOMS)
    assert run.signal(signal.SIGTERM) == 0
    assert run.pids() == {}


def test_static_files_are_served(running: Supervisor) -> None:
    with urllib.request.urlopen(f"{_url(running)}/static/admin/css/base.css", timeout=5) as answer:
        assert answer.headers["Content-Type"].startswith("text/css")


def test_an_instance_that_dies_comes_back_and_it_is_said(running: Supervisor) -> None:
    running.wait_for_another("instance", running.kill("instance"))
    running.wait_for(lambda: serves(_url(running)), what="the instance to serve again")
    assert "** instance ended (SIGKILL) and is started again in 0.2 s" in running.output


def test_a_port_in_use_is_named_and_nothing_stays(run: Supervisor) -> None:
    with socket.create_server(("127.0.0.1", int(run.environ["PORT"]))), pytest.raises(AssertionError):
        run.start(ready="Ctrl-C ends it")
    assert run.ended() == 1
    assert f"Port {run.environ['PORT']} is in use by another program." in run.output
    assert run.pids() == {}


@pytest.mark.parametrize("folder", ["/proc/nowhere", "/dev/null/wick", "/dev/null"])
def test_a_folder_that_takes_nothing_is_named(run: Supervisor, folder: str) -> None:
    run.environ["VAR_DIR"] = folder
    with pytest.raises(AssertionError):
        run.start(ready="Ctrl-C ends it")
    assert run.ended() == 1
    assert run.output.strip().startswith(f"Nothing can be kept in {folder}: ")
    assert run.output.count("\n") == 2


def test_settings_that_are_wrong_end_the_start_with_their_own_words(run: Supervisor) -> None:
    run.environ["WICK_PAGE"] = "many"
    with pytest.raises(AssertionError):
        run.start(ready="Ctrl-C ends it")
    assert run.ended() == 1
    assert "wick: WICK_PAGE takes a whole number, not 'many'" in run.output
    assert run.pids() == {}
