"""What the local commands read, and the file that a shell and a program read from a cluster."""

import json
import subprocess
from pathlib import Path

import pytest

from deploy.local import environment
from deploy.local.errors import StartError


def test_a_shell_reads_back_every_value(tmp_path: Path) -> None:
    values = {
        "MONGODB_URI": "mongodb://127.0.0.1:1,127.0.0.1:2/wick?replicaSet=wick&w=majority",
        "SITE_NAME": 'Ann\'s "site" $HOME `id` \\ ~ *',
        "EMPTY": "",
        "VAR_DIR": "/tmp/with a space",
    }
    environment.write(tmp_path / "env", values)
    script = (
        f"set -a; . {tmp_path}/env; exec python3 -c 'import os, json; print(json.dumps(dict(os.environ)))'"
    )
    read = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert values.items() <= json.loads(read.stdout).items()


def test_what_needs_no_quotes_has_none(tmp_path: Path) -> None:
    uri = "mongodb://127.0.0.1:1,127.0.0.1:2/wick?replicaSet=wick"
    environment.write(tmp_path / "env", {"MONGODB_URI": uri})
    assert (tmp_path / "env").read_text() == f"MONGODB_URI={uri}\n"


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    environment.write(tmp_path / "env", {"SECRET_KEY": "secret"})
    assert (tmp_path / "env").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8080x", "٣"])
def test_a_wrong_number_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CLUSTER_PORT", value)
    with pytest.raises(StartError, match="CLUSTER_PORT takes a whole number from 1 to 65535"):
        environment.number("CLUSTER_PORT", 8080, 65535)
