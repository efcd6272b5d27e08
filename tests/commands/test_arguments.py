"""Whatever stands on a command line, a command ends with one clear line, and never with a traceback."""

import argparse
import contextlib
from pathlib import Path

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from chat.actions import removal

OURS = sorted(name for name, app in get_commands().items() if app.partition(".")[0] == "chat")
OF_DJANGO = {"version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color"}
OF_DJANGO |= {"skip_checks", "help", "json"}
NUMBERS = ["-1", "-99999999999999999", "99999999999999999", "9" * 400, "nan", "inf", "1e999", "x", "", "٣"]
TEXTS = ["a\0b", "\ud800", "x" * 10_000_000]  # never right
STRANGE = ["", " ", "../..", "x" * 300, "%s", "$ne", "\u202e", "0"]  # right or wrong, as it happens


def arguments(name: str) -> list[argparse.Action]:
    """Those of a command that take a value."""
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return [each for each in parser._actions if each.nargs != 0 and each.dest not in OF_DJANGO]


def line(name: str, wild: argparse.Action, value: str, tmp_path: Path) -> list[str]:
    """A command line that is right but for one argument."""
    right = {
        "username": "ann",
        "slug": "general",
        "seq": "1",
        "token": "abc",
        "text": "hello",
        "url": "http://127.0.0.1:1",
        "file": str(tmp_path / "there.jsonl"),
        "day": "2004-12-25",
    }
    small = {"loadtest": ["--people=1", "--seconds=1"]}
    found = list(small.get(name, []))
    for each in arguments(name):
        given = value if each.dest == wild.dest else right.get(each.dest)
        if each.option_strings:
            if each.dest == wild.dest or each.required:
                found.append(f"{each.option_strings[-1]}={given}")
        elif given is not None:
            found.append(given)
    return found


def is_number(argument: argparse.Action) -> bool:
    return argument.type in (int, float) or argument.dest in ("days", "seq")


def named(argument: argparse.Action) -> str:
    """As people write it."""
    return str(argument.option_strings[-1] if argument.option_strings else argument.dest)


@pytest.mark.usefixtures("general", "ann")
@pytest.mark.parametrize("name", OURS)
def test_what_is_never_right_is_refused_by_name(run, name: str, tmp_path: Path) -> None:
    for argument in arguments(name):
        for value in [*TEXTS, *(NUMBERS if is_number(argument) else [])]:
            with pytest.raises(CommandError) as refused:
                run(name, *line(name, argument, value, tmp_path))
            assert named(argument) in str(refused.value)
            assert len(str(refused.value)) < 400


@pytest.mark.usefixtures("general", "ann")
@pytest.mark.parametrize("name", OURS)
def test_what_is_strange_ends_in_order(
    run, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)
    monkeypatch.chdir(tmp_path)  # an export writes where it is run
    (tmp_path / "there.jsonl").write_text("")
    for argument in arguments(name):
        for value in STRANGE:
            with contextlib.suppress(CommandError, SystemExit):
                run(name, *line(name, argument, value, tmp_path))
