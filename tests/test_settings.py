"""docs/settings.md says what the code reads, and a wrong value stops the start with one clear line."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.process import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text()
SOURCES = ("chatsite", "chat", "deploy", "manage.py")
READERS = {
    "flag", "folder", "mail_server", "mongodb_address", "number", "rate", "read", "redis_addresses",
    "strings", "networks", "origin", "push_key", "secret", "secret_strings",
}  # fmt: skip
OF_THE_SYSTEM = {"PATH"}
SECRETS = ["SECRET_KEY", "SECRET_KEY_FALLBACKS", "MONGODB_URI", "REDIS_URL", "EMAIL_URL", "WICK_VAPID_KEY"]


def calls() -> Iterator[ast.Call | ast.Subscript | ast.Compare]:
    """Every expression of the sources that may read a variable."""
    for source in SOURCES:
        path = ROOT / source
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            tree = ast.parse(file.read_text())
            yield from (n for n in ast.walk(tree) if isinstance(n, ast.Call | ast.Subscript | ast.Compare))


def named(node: ast.Call | ast.Subscript | ast.Compare) -> ast.expr | None:
    """What stands where a variable's name would; None where nothing is read."""
    if isinstance(node, ast.Subscript):
        return node.slice if ast.unparse(node.value) == "os.environ" else None
    if isinstance(node, ast.Compare):
        return node.left if "os.environ" in map(ast.unparse, node.comparators) else None
    function = ast.unparse(node.func)
    owner, _, name = function.rpartition(".")
    reads = owner in ("env", "os.environ") or function == "os.getenv" or name in READERS
    return node.args[0] if reads and node.args else None


def read_variables() -> set[str]:
    names = (name.value for node in calls() if isinstance(name := named(node), ast.Constant))
    return {name for name in names if isinstance(name, str) and name.isupper()} - OF_THE_SYSTEM


def documented() -> dict[str, str]:
    """The variables of the tables, with the text of their column `default`."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", PAGE, re.MULTILINE))


def test_every_variable_is_on_the_page() -> None:
    assert {name for name in read_variables() if f"`{name}`" not in PAGE} == set()


def test_the_page_names_no_variable_that_nobody_reads() -> None:
    assert set(documented()) - read_variables() == set()


def test_the_defaults_on_the_page_are_those_of_the_code() -> None:
    page = documented()
    for node in calls():
        name = named(node)
        if not isinstance(node, ast.Call) or not isinstance(name, ast.Constant) or name.value not in page:
            continue
        given = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "default")]
        for default in given:
            if isinstance(default, ast.Constant) and default.value != "":
                assert page[name.value].startswith(f"`{str(default.value).lower()}`"), name.value


# --- wrong values ------------------------------------------------------------------------------------

WRONG = {
    "a number": ("PORT=a-lot", "PORT takes a whole number, not 'a-lot'"),
    "a site to sign in by without an address": ("OIDC_PROVIDERS=work", "OIDC_WORK_ISSUER takes an address"),
    "the id of a site": ("OIDC_PROVIDERS=Work", "OIDC_PROVIDERS takes names such as google"),
    "a number that is too large": ("PORT=70000", "PORT takes a whole number from 1 to 65535, not 70000"),
    "a number that is too small": ("WICK_FRAME=10", "WICK_FRAME takes a whole number from 1024 to 1048576"),
    "a rate": ("WICK_LIMIT_SIGN_UP=10", "WICK_LIMIT_SIGN_UP takes a count and seconds such as 10/3600"),
    "a rate of nothing": ("WICK_LIMIT_SIGN_UP=0/60", "takes a count and seconds such as 10/3600, not '0/60'"),
    "yes or no": ("DEBUG=perhaps", "DEBUG takes true or false, not 'perhaps'"),
    "a language": ("WICK_LANGUAGE=xx", "WICK_LANGUAGE takes en, not 'xx'"),
    "a choice": ("LOG_LEVEL=loud", "LOG_LEVEL takes DEBUG, INFO, WARNING, ERROR or CRITICAL, not 'LOUD'"),
    "an origin": ("CSRF_TRUSTED_ORIGINS=chat.example.org", "not 'chat.example.org'"),
    "an origin that is no address": ("CSRF_TRUSTED_ORIGINS=https://[", "not 'https://['"),
    "an origin with a page": ("CSRF_TRUSTED_ORIGINS=https://chat.example.org/rooms", "not 'https://chat"),
    "an origin of files": ("CSRF_TRUSTED_ORIGINS=ftp://chat.example.org", "not 'ftp://chat.example.org'"),
    "years of a session": ("SESSION_DAYS=99999999", "SESSION_DAYS takes a whole number from 1 to 3650"),
    "another database": ("MONGODB_URI=postgres://db/wick", "MONGODB_URI takes an address such as mongodb://"),
    "a database at no port": ("MONGODB_URI=mongodb://db:99999/wick", "Port must be an integer"),
    "a Redis": ("REDIS_URL=cache:6379", "REDIS_URL takes one address such as redis://"),
    "a Redis at no port": ("REDIS_URL=redis://cache:many", "REDIS_URL takes one address such as redis://"),
    "one of two Redis": ("REDIS_URL=redis://cache,other", "REDIS_URL takes one address such as redis://"),
    "mail": ("EMAIL_URL=mail.example.org", "EMAIL_URL takes an address such as smtp+tls://"),
    "mail at no port": ("EMAIL_URL=smtp://mail.example.org:many", "EMAIL_URL takes an address such as"),
    "mail nowhere": ("EMAIL_URL=smtp://", "EMAIL_URL takes an address such as"),
    "mail in the log": ("EMAIL_URL=consolemail://", "EMAIL_URL=consolemail:// writes links"),
    "no name for links in mail": ("ALLOWED_HOSTS=.example.org", "SITE_URL is not set"),
    "a site with a page": ("SITE_URL=https://chat.example.org/chat", "SITE_URL takes an address such as"),
    "a folder": ("VAR_DIR=/dev/null/wick", "VAR_DIR names another folder"),
    "no secret": ("DEBUG=false", "SECRET_KEY is not set"),
    "nothing at all": ("DEBUG=|", "SECRET_KEY is not set"),
    "a secret twice": ("SECRET_KEY_FILE=/dev/null", "SECRET_KEY and SECRET_KEY_FILE are both set"),
    "a database twice": (
        "MONGODB_URI=mongodb://db|MONGODB_URI_FILE=/dev/null",
        "MONGODB_URI and MONGODB_URI_FILE are both set",
    ),
    "a file that is not there": (
        "REDIS_URL_FILE=/none",
        "REDIS_URL_FILE names /none, which cannot be read: No",
    ),
    "a push key that is none": ("WICK_VAPID_KEY=secret", "WICK_VAPID_KEY takes a private key of the curve"),
    "an empty file": ("EMAIL_URL_FILE=/dev/null", "EMAIL_URL_FILE names /dev/null, which is empty"),
    "a folder as a file": ("SECRET_KEY_FALLBACKS_FILE=/", "SECRET_KEY_FALLBACKS_FILE names /, which cannot"),
    "a blank secret": ("SECRET_KEY= ", "SECRET_KEY is not set"),
}


def check(*variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` with these settings (NAME=value) and no others."""
    given = dict(variable.split("=", 1) for variable in variables if variable)
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **given},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(("variable", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_value_stops_the_start_with_one_line(variable: str, said: str, tmp_path: Path) -> None:
    secret = [] if variable.startswith(("DEBUG=false", "DEBUG=|", "VAR_DIR")) else ["SECRET_KEY=quiet"]
    debug = ["DEBUG=true"] if variable.startswith("VAR_DIR") else []
    mail = ["EMAIL_URL=smtp://mail.example.org"] if variable.startswith("ALLOWED") else []
    ended = check(f"VAR_DIR={tmp_path}", *secret, *debug, *mail, *variable.split("|"))
    [line] = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert line.startswith("wick: ")
    assert said in line


@pytest.mark.parametrize(
    "variable", ["MONGODB_URI=mongodb://ann:pass-word@", "REDIS_URL=://:pass-word@x", "EMAIL_URL=pass-word"]
)
def test_what_may_hold_a_password_is_not_repeated(variable: str, tmp_path: Path) -> None:
    ended = check(f"VAR_DIR={tmp_path}", "SECRET_KEY=quiet", variable)
    assert ended.returncode == 1
    assert "pass-word" not in ended.stderr


def test_an_empty_variable_counts_as_none(tmp_path: Path) -> None:
    empty = [f"{name}=" for name in documented() if name not in ("VAR_DIR", "DEBUG")]
    empty += [f"{name}_FILE=" for name in SECRETS]
    ended = check(f"VAR_DIR={tmp_path}", "DEBUG=true", *empty)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


VALUES = {
    "SECRET_KEY": "a long and random text",
    "SECRET_KEY_FALLBACKS": "older\noldest",
    "MONGODB_URI": "mongodb://ann:pass@db/chat",
    "REDIS_URL": "redis://:pass@cache:6379/2",
    "EMAIL_URL": "smtp://ann:pass@mail.example.org:587",
    "WICK_VAPID_KEY": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
}
READ = """
from django.conf import settings as s
print([s.WICK_VAPID_KEY, s.SECRET_KEY, s.SECRET_KEY_FALLBACKS, s.MONGODB_URI, s.REDIS_URL])
print([s.EMAIL_HOST, s.DEBUG])
"""


def read(given: dict[str, str]) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "chatsite.settings", **given},
        capture_output=True,
        text=True,
    )
    return ended.stdout + ended.stderr


def test_every_secret_may_come_from_a_file(tmp_path: Path) -> None:
    assert sorted(VALUES) == sorted(SECRETS)
    files = {}
    for name, value in VALUES.items():
        (tmp_path / name).write_text(f"{value}\n")
        files[f"{name}_FILE"] = str(tmp_path / name)
    from_files = read({"VAR_DIR": str(tmp_path), **files})
    assert from_files == read({"VAR_DIR": str(tmp_path), **VALUES})
    assert "['older', 'oldest']" in from_files
    assert from_files.endswith("['mail.example.org', False]\n")


def test_a_command_beside_make_run_finds_its_secret_key(tmp_path: Path) -> None:
    """It has no variables set, and so no DEBUG either."""
    assert check(f"VAR_DIR={tmp_path}", "DEBUG=true").returncode == 0
    assert check(f"VAR_DIR={tmp_path}").returncode == 0
