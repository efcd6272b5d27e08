"""Scripts and stylesheets are bundled at collectstatic, and served one by one where esbuild is missing."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatsite import bundles
from deploy.local.process import ROOT
from tests.conftest import StartInstance
from tests.instance import Instance

STATIC = ROOT / "static"
TEMPLATES = "\n".join(path.read_text() for path in sorted((ROOT / "templates").rglob("*.html")))
LINKED = set(re.findall(r'{% static "(css/[\w.]+)" %}', TEMPLATES))
MODULES = set(re.findall(r'{% static "(js/[\w./]+)" %}', TEMPLATES))


def collect(root: Path, **environ: str) -> str:
    """Runs collectstatic; what it says beside its output."""
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=ROOT,
        env={**os.environ, "STATIC_ROOT": str(root), "DEBUG": "false", **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stderr


def test_every_script_that_a_page_names_has_a_bundle() -> None:
    assert set(bundles.SCRIPTS) == MODULES


def test_every_stylesheet_is_in_a_bundle_or_linked_by_a_page() -> None:
    parts = {part for source in bundles.STYLESHEETS for part in bundles.parts_of(source, STATIC / source)}
    files = {f"css/{path.name}" for path in (STATIC / "css").iterdir()}
    assert parts <= files
    assert files == parts | LINKED | set(bundles.STYLESHEETS)


def test_what_a_browser_in_forced_colors_needs_comes_last() -> None:
    for source in bundles.STYLESHEETS:
        assert bundles.parts_of(source, STATIC / source)[-1] == "css/high_contrast.css"


def test_a_bundle_has_a_name_that_changes_with_its_content_and_a_compressed_form(tmp_path: Path) -> None:
    assert collect(tmp_path) == ""
    for source in (*bundles.SCRIPTS, *bundles.STYLESHEETS):
        stem, _, ending = bundles.name_of(source).rpartition(".")
        [hashed] = [path for path in tmp_path.glob(f"{stem}.*.{ending}") if path.suffix == f".{ending}"]
        assert re.fullmatch(rf"{Path(stem).name}\.[0-9a-f]{{12}}\.{ending}", hashed.name)
    assert list(tmp_path.glob("js/main.bundle.*.js.gz"))


def test_what_is_on_demand_imports_the_rest_from_the_bundle_of_the_page(tmp_path: Path) -> None:
    """And nothing else, or the page would run some of its modules twice."""
    collect(tmp_path)
    [on_demand] = tmp_path.glob("js/on_demand/parts.bundle.*.js")
    [main] = tmp_path.glob("js/main.bundle.*.js")
    assert re.findall(r'(?:from|import)\s*\(?"([^"]+)"', on_demand.read_text()) == [f"../{main.name}"]
    assert "openPicture" in on_demand.read_text()
    assert not re.search(r'(?:from|import)\s*\(?"', main.read_text())
    assert not list(tmp_path.glob("main_entry*"))


def test_a_script_that_cannot_be_bundled_fails_collectstatic(tmp_path: Path) -> None:
    for script in bundles.SCRIPTS:
        (tmp_path / script).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / script).write_text('import "./nowhere.js";')
    for source in bundles.STYLESHEETS:
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / source).write_text("")
    with pytest.raises(bundles.BundleFailed, match="nowhere"):
        bundles.make(tmp_path)


@pytest.fixture(scope="module")
def without_esbuild(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which no program is found but Python."""
    programs = tmp_path_factory.mktemp("programs")
    return {"PATH": str(programs), "STATIC_ROOT": str(tmp_path_factory.mktemp("static"))}


@pytest.fixture
def unbundled(start_instance: StartInstance, without_esbuild: dict[str, str]) -> Iterator[Instance]:
    """An instance whose static files were collected without esbuild."""
    root = Path(without_esbuild["STATIC_ROOT"])
    said = collect(root, PATH=without_esbuild["PATH"])
    assert "apt-get install esbuild" in said
    yield start_instance("unbundled", STATIC_ROOT=str(root), DEBUG="false")
    shutil.rmtree(root)


@pytest.mark.django_db
def test_without_esbuild_pages_have_single_scripts_and_the_instance_says_so(unbundled: Instance) -> None:
    with urllib.request.urlopen(f"{unbundled.url}/sign-in/") as answer:
        page = answer.read().decode()
    [script] = re.findall(r'<script type="module" src="(/static/js/account/passkeys\.[0-9a-f]+\.js)"', page)
    assert "css/account_pages.bundle." in page
    with urllib.request.urlopen(unbundled.url + script) as answer:
        assert b"../dom." in answer.read()
    assert "apt-get install esbuild" in unbundled.log.read_text()
