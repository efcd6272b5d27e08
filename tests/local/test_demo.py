"""`make demo`: a workspace to look at, and nothing that could happen to a real one."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.process import ROOT
from tests.supervisor import Supervisor


@pytest.fixture(scope="module")
def demo() -> Iterator[Supervisor]:
    [port] = ports.free()
    demo = Supervisor("demo", environ={"PORT": str(port)})
    demo.start(ready="Ctrl-C ends it", within=180)
    yield demo
    demo.stop()


def _page(demo: Supervisor, path: str) -> str:
    """A page as a new browser gets it."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(f"http://127.0.0.1:{demo.environ['PORT']}{path}", timeout=20) as answer:
        return str(answer.read().decode())


def test_whoever_opens_it_is_signed_in_among_people_and_messages(demo: Supervisor) -> None:
    page = _page(demo, "/rooms/general/")
    assert "Alex Morgan" in page
    assert "Fernwood" in page
    assert "one single left glove" in page
    assert "City talks" in page
    assert "Dana Reyes" in page


def test_thousands_of_messages_are_in_the_help_room(demo: Supervisor) -> None:
    done = _manage(demo.directory, "stats", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["events"] > 3000
    assert "data-seq" in _page(demo, "/rooms/help/3000/")


def test_a_second_start_shows_the_same(demo: Supervisor) -> None:
    done = _manage(demo.directory, "demo")
    assert (done.returncode, done.stdout) == (0, "The demo is there already.\n"), done.stderr


def test_it_is_whole(demo: Supervisor) -> None:
    done = _manage(demo.directory, "verify_log")
    assert done.returncode == 0, done.stdout


def test_a_workspace_that_is_used_is_left_alone(demo: Supervisor) -> None:
    done = _manage(demo.directory, "demo", WICK_DEMO="false")
    assert done.returncode == 1
    assert "This is no demo" in done.stderr


def test_it_does_not_start_without_debug(tmp_path: Path) -> None:
    done = _manage(tmp_path, "check", DEBUG="false", SECRET_KEY="x" * 50)
    assert done.returncode != 0
    assert "WICK_DEMO" in done.stderr


def _manage(directory: Path, *arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    base = {"PATH": os.environ["PATH"], "VAR_DIR": str(directory), "DEBUG": "true", "WICK_DEMO": "true"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**base, **environ}, capture_output=True, text=True)
