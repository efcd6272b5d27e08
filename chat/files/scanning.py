"""The scanner that looks for harmful content: a program of the operator's. Blocks."""

import shlex
import subprocess

from django.conf import settings

SECONDS = 30.0  # that it may take for a file
HARMFUL = 1  # its exit code for a file that must not be taken


class ScannerFailed(Exception):
    """It did not say whether the file is harmful."""


def is_harmful(path: str) -> bool:
    """What the scanner says of the file at `path`; False where there is no scanner."""
    if not settings.WICK_FILES_SCANNER:
        return False
    program = [*shlex.split(settings.WICK_FILES_SCANNER), path]
    try:
        done = subprocess.run(program, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerFailed(str(error)) from None
    if done.returncode not in (0, HARMFUL):
        raise ScannerFailed(f"it ended with {done.returncode}: {done.stderr[-200:]!r}")
    return done.returncode == HARMFUL
