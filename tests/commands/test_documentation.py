"""docs/commands.md has every command, and every check."""

import re

from deploy.local.process import ROOT

PAGE = (ROOT / "docs" / "commands.md").read_text()


def test_every_command_is_described() -> None:
    names = {path.stem for path in (ROOT / "chat").rglob("management/commands/[a-z]*.py")}
    described = set(re.findall(r"^\| `([a-z_]+)", PAGE, re.M)) | set(re.findall(r"`, `([a-z_]+) ", PAGE))
    assert names <= described


def test_every_check_is_described() -> None:
    ids = set(re.findall(r'id="(wick\.[EW]\d+)"', (ROOT / "chat" / "checks.py").read_text()))
    assert ids == set(re.findall(r"^\| (wick\.[EW]\d+)", PAGE, re.M))
