"""What is installed is pinned, with the digest of every file that may be installed."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTS = ["requirements", "requirements-local", "requirements-dev"]
PINNED = re.compile(r"([a-z0-9-]+)==\S+( ; [^\\]+?)?((?: --hash=sha256:[0-9a-f]{64})+)")


def entries(name: str) -> list[str]:
    """The requirements of a list, each in one line."""
    text = (ROOT / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", LISTS)
def test_every_requirement_has_digests(name: str) -> None:
    assert entries(name)
    assert [entry[:60] for entry in entries(name) if not PINNED.fullmatch(entry)] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_wish_is_in_the_compiled_list(name: str) -> None:
    wishes = (line for line in (ROOT / f"{name}.in").read_text().splitlines() if line[:1].isalnum())
    wanted = {re.split(r"[\[<>=;~! ]", wish)[0].lower().replace("_", "-") for wish in wishes}
    assert wanted <= {entry.partition("==")[0] for entry in entries(name)}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_says_from_where(name: str) -> None:
    for kind in ("in", "txt"):
        assert not re.search(r"://|--(extra-)?index-url|--find-links", (ROOT / f"{name}.{kind}").read_text())


def test_every_installation_asks_for_digests() -> None:
    """In the Makefile, in the image, and where the docs say what to type."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for path in listed.splitlines():
        if path.startswith(("docs/", "deploy/")) or path in ("Makefile", "README.md", "CONTRIBUTING.md"):
            if (ROOT / path).suffix in (".png", ".jpg", ".webp"):
                continue
            lines = (ROOT / path).read_text().splitlines()
            found += [line.strip() for line in lines if re.search(r"pip.* install\b.*( -r |hashes)", line)]
    assert len(found) >= 3
    assert [line for line in found if "--require-hashes" not in line] == []
