"""Scripts and stylesheets in one file each, made at collectstatic: a browser asks once, not for every module.

The sources stay as they are. In development they are served one by one, and so are the scripts where esbuild
is not installed.
"""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

# What templates name. A script is bundled with the modules that it imports; a stylesheet is imports alone.
MAIN = "js/main.js"
ON_DEMAND = "js/on_demand/parts.js"  # imports from the bundle of MAIN what both need
SINGLE_SCRIPTS = ("js/account/passkeys.js", "js/browser/time_zone.js")
SCRIPTS = (MAIN, ON_DEMAND, *SINGLE_SCRIPTS)
STYLESHEETS = ("css/app_pages.css", "css/account_pages.css")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_BREAK = re.compile(r"\s*\n\s*")
IMPORT = re.compile(r'^@import "([\w.]+)";$', re.MULTILINE)
OPTIONS = ("--bundle", "--minify", "--format=esm", "--target=esnext", "--charset=utf8", "--log-level=error")


class BundleFailed(Exception):
    """Says what esbuild says."""


def name_of(source: str) -> str:
    """The name of the bundle of a script or a stylesheet, which lies beside it."""
    path = PurePosixPath(source)
    return str(path.with_suffix(f".bundle{path.suffix}"))


def make(root: Path) -> list[str]:
    """Makes the bundles of the collected files in `root`. Their names: where there is no esbuild, without
    those of the scripts."""
    for source in STYLESHEETS:
        parts = [(root / part).read_text() for part in parts_of(source, root / source)]
        (root / name_of(source)).write_text(shortened("\n".join(parts)))
    made = list(STYLESHEETS)
    if program := shutil.which("esbuild"):
        _bundle_scripts(program, root)
        made += SCRIPTS
    return list(map(name_of, made))


def _bundle_scripts(program: str, root: Path) -> None:
    entries = ("--outbase=.", "--entry-names=[dir]/[name].bundle")
    _run(program, root, *entries, *SINGLE_SCRIPTS)
    # ON_DEMAND imports MAIN, so all that MAIN consists of is needed by both, and esbuild makes it the one
    # chunk that they share: that is the bundle of MAIN. What is left of MAIN itself only imports it.
    rest = "main_entry"
    chunk = f"--chunk-names={PurePosixPath(name_of(MAIN)).with_suffix('')}"
    on_demand = f"{PurePosixPath(name_of(ON_DEMAND)).with_suffix('')}={ON_DEMAND}"
    _run(program, root, "--splitting", chunk, f"{rest}={MAIN}", on_demand)
    (root / f"{rest}.js").unlink()


def _run(program: str, root: Path, *arguments: str) -> None:
    command = (program, *OPTIONS, "--outdir=.", *arguments)
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleFailed(done.stderr.strip())


def parts_of(source: str, path: Path) -> list[str]:
    """The names of the stylesheets that the one at `path` imports."""
    folder = PurePosixPath(source).parent
    return [str(folder / name) for name in IMPORT.findall(path.read_text())]


def shortened(stylesheet: str) -> str:
    """Without comments and indentation, a quarter of what is sent. None of our strings has the marks of a
    comment, or goes on in another line: tests/browser/test_built_pages.py compares the rules."""
    return LINE_BREAK.sub("\n", COMMENT.sub("", stylesheet)).strip()


def is_bundled(source: str) -> bool:
    """Do pages get the bundle of this script or stylesheet?"""
    return name_of(source) in getattr(staticfiles_storage, "hashed_files", {})


@cache
def served(source: str) -> list[str]:
    """The names of the stylesheets that a page links to in place of `source`: its bundle, or its parts."""
    if is_bundled(source):
        return [source]
    path = finders.find(source)
    if path is None:
        raise ValueError(f"There is no stylesheet {source}")
    return parts_of(source, Path(path))


def missing() -> str:
    """What to do about scripts that were collected without esbuild; empty where there are bundles, or where
    nothing was collected."""
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists() and not settings.DEBUG
    if not collected or all(map(is_bundled, SCRIPTS)):
        return ""
    return (
        "the scripts of pages are served one by one, over a hundred at a first visit: esbuild was not there"
        " when they were collected. On Debian and Ubuntu: apt-get install esbuild. Run collectstatic again"
    )
