"""The catalogs in locale/ are those of the sources, and the page's scripts get theirs."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.test import Client

from deploy.local.process import ROOT
from tests.texts import pseudo

SOURCES = ["chat", "chatsite", "deploy", "templates", "static", "locale", "manage.py", "pyproject.toml"]
DOMAINS = ["django", "djangojs"]


def texts(catalog: Path) -> dict[tuple[str, str], str]:
    """What is to be translated: its context, and its singular and plural."""
    return {(entry.msgctxt or "", entry.msgid): entry.msgid_plural for entry in polib.pofile(str(catalog))}


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    """A copy of the sources in which `make messages` has done its work."""
    copy = tmp_path
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, copy / name)
    make_messages(copy)
    return copy / "locale"


def make_messages(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.messages"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # such as xgettext's of a script that it could not read to its end


@pytest.mark.parametrize("domain", DOMAINS)
def test_make_messages_has_nothing_to_add_and_nothing_to_remove(collected: Path, domain: str) -> None:
    own = Path("en", "LC_MESSAGES", f"{domain}.po")
    assert texts(ROOT / "locale" / own) == texts(collected / own), "run make messages"


@pytest.mark.parametrize("domain", DOMAINS)
def test_texts_name_what_is_filled_in(domain: str) -> None:
    """So that a translation may put it elsewhere; one of a kind alone needs no name."""
    for _, msgid in texts(ROOT / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"):
        assert len(re.findall(r"%[sd]", msgid)) <= 1, msgid
        assert "{" not in msgid, msgid


def script(page: str) -> str:
    [address] = re.findall(r'<script defer src="(/catalog/[^"]+)">', page)
    return address


def test_scripts_get_the_catalog_of_the_page_and_keep_it(as_ann: Client, accented: None) -> None:
    address = script(as_ann.get("/rooms/").content.decode())
    answer = as_ann.get(address)
    assert json.dumps(pseudo.pseudo("Send again")) in answer.content.decode()
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]


def test_a_catalog_of_another_version_is_answered_with_this_one_and_not_kept(client: Client) -> None:
    answer = client.get("/catalog/en/0123456789abcdef.js")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_there_is_no_catalog_of_a_language_that_is_not_offered(client: Client) -> None:
    assert client.get("/catalog/xx/0123456789abcdef.js").status_code == 404


def test_a_language_is_a_folder_which_make_messages_fills(collected: Path) -> None:
    own = collected / "de" / "LC_MESSAGES"
    own.mkdir(parents=True)
    make_messages(collected.parent)
    for domain in DOMAINS:
        catalog = polib.pofile(str(own / f"{domain}.po"))
        assert texts(own / f"{domain}.po") == texts(ROOT / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po")
        for entry in catalog:
            if entry.msgid == "Sign in":
                entry.msgstr = "Anmelden"
        catalog.save()
    make_messages(collected.parent)
    environ = {**os.environ, "WICK_LANGUAGE": "de"}
    said = "from django.conf import settings as s; print(s.LANGUAGES)"
    shown = subprocess.run(
        [sys.executable, "-c", said], cwd=collected.parent, env=environ, capture_output=True, text=True
    )
    assert shown.stdout == "[('de', 'Deutsch'), ('en', 'English')]\n", shown.stderr
