"""What a shell sees of the commands: help, exit status, one line of error, what is printed where."""

import os
import subprocess
import sys

import pytest

from deploy.local.process import ROOT

OURS = [
    *("announce", "ban", "createroom", "createtoken", "export", "import", "moderator", "replay"),
    *("revoketoken", "stats", "suspend", "verify_log"),
]


@pytest.fixture
def manage(test_database_uri: str, db: None):
    """`manage.py` with these arguments, ended."""

    def manage(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, "MONGODB_URI": test_database_uri, **environ},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return manage


def test_help_says_what_each_does(manage) -> None:
    for name in OURS:
        shown = manage(name, "--help")
        assert shown.returncode == 0
        assert "--json" in shown.stdout
        assert len(shown.stdout.partition("\n\n")[2].partition("\n\n")[0]) > 40  # a sentence at least


def test_statuses_and_streams(manage) -> None:
    made = manage("createtoken", "bot", "--create")
    assert (made.returncode, made.stderr) == (0, "")
    assert len(made.stdout.split()) == 1
    refused = manage("ban", "bot", "tea")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "Error: There is no room at “tea”.\n"
    assert manage("ban", "bot").returncode == 2
    assert manage("createroom", "tea", "--colour", "red").returncode == 2


def test_a_database_that_is_away_is_one_line(manage) -> None:
    away = manage("stats", MONGODB_URI="mongodb://127.0.0.1:1/wick", MONGODB_TIMEOUT_MS="500")
    assert away.returncode == 1
    assert away.stderr.startswith("Error: MongoDB does not answer: ")
    assert away.stderr.count("\n") == 1
