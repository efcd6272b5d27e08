"""What may stand on a command line. Whatever else does is refused by argparse, which names the argument."""

import argparse
import math
import os
from pathlib import Path

LONGEST = 100_000  # characters of a text: what WICK_TEXT may be set to
PATH = 4096  # bytes of a path: what Linux takes
GREATEST = 2**53 - 1  # of whole numbers: what JSON and the database take
MOST = 1e9  # of others, whatever they count


def check_all(parser: argparse.ArgumentParser) -> None:
    """Has every argument of this parser checked by its type: texts, paths and numbers."""
    for kind, checked in ((None, text), (str, text), (Path, path), (int, whole), (float, decimal)):
        parser.register("type", kind, checked)


def text(value: str) -> str:
    """A text that can be stored and looked for."""
    if len(value) > LONGEST:
        raise argparse.ArgumentTypeError(f"a text of at most {LONGEST:,} characters, not {len(value):,}")
    if "\0" in value:
        raise argparse.ArgumentTypeError("a text without NUL characters")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise argparse.ArgumentTypeError("a text in UTF-8")
    return value


def path(value: str) -> Path:
    """A path, which may be anything that Linux takes."""
    wrong = argparse.ArgumentTypeError(f"a path of 1 to {PATH:,} bytes, without NUL")
    try:
        there = os.fsencode(value)
    except UnicodeEncodeError:
        raise wrong from None
    if not 0 < len(there) <= PATH or b"\0" in there:
        raise wrong
    return Path(value)


def whole(value: str, most: int = GREATEST) -> int:
    """A whole number from 0."""
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(most))
    if not is_number or int(value) > most:
        raise argparse.ArgumentTypeError(f"a whole number from 0 to {most}, not {value[:20]!r}")
    return int(value)


def decimal(value: str) -> float:
    """A number from 0 that is one."""
    wrong = argparse.ArgumentTypeError(f"a number from 0 to {MOST:,.0f}, not {value[:20]!r}")
    try:
        number = float(value.encode("ascii"))
    except ValueError:
        raise wrong from None
    if not (math.isfinite(number) and 0 <= number <= MOST):
        raise wrong
    return number
