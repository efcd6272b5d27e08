"""Makes pictures that people upload into what others are shown (chatsite.reencode), each in a process of its
own: what a file makes a decoder do, it does without our memory, and it can be ended."""

import io
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, NamedTuple

from chatsite import reencode

AT_ONCE = 2  # processes
WAITING = 10.0  # seconds that one waits for its turn
SECONDS = 15.0  # that one process may take
THUMB = 720  # pixels of the longer side of a small picture


class NotAPicture(Exception):
    """The content is none that is taken: JPEG, PNG, WebP or GIF."""


class TooManyPixels(Exception):
    """More than chatsite.reencode.PIXELS, or more work than we do."""


class Busy(Exception):
    """Too many are being made already."""


_turns = threading.BoundedSemaphore(AT_ONCE)


class Image(NamedTuple):
    """An image made anew: `content` has nothing but pixels, `thumb` is a small WebP file of it."""

    type: str
    width: int
    height: int
    content: bytes
    thumb: bytes


def squares(data: bytes, sizes: tuple[int, ...]) -> dict[int, bytes]:
    """WebP files by their sizes in pixels: the middle of the picture. Blocks, about half a second.

    Raises NotAPicture, TooManyPixels or Busy.
    """
    return dict(zip(sizes, _made(["squares", *map(str, sizes)], data), strict=True))


def image(file: BinaryIO, longest: int = THUMB) -> Image:
    """The same picture in the same format, and a small one. Blocks, up to some seconds. Raises the same."""
    said, content, thumb = _made(["image", str(longest)], file.read())
    facts = json.loads(said)
    return Image(f"image/{facts['format'].lower()}", facts["width"], facts["height"], content, thumb)


def _made(arguments: list[str], data: bytes) -> list[bytes]:
    if not _turns.acquire(timeout=WAITING):
        raise Busy
    try:
        done = _run(arguments, data)
    finally:
        _turns.release()
    if done.returncode == reencode.UNREADABLE:
        raise NotAPicture
    if done.returncode != 0:  # it was ended, or says so itself
        raise TooManyPixels
    return _files(done.stdout)


def _run(arguments: list[str], data: bytes) -> "subprocess.CompletedProcess[bytes]":
    program = [sys.executable, "-I", str(Path(reencode.__file__)), *arguments]
    try:
        return subprocess.run(program, input=data, capture_output=True, timeout=SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise TooManyPixels from None


def _files(output: bytes) -> list[bytes]:
    rest, files = io.BytesIO(output), []
    while length := rest.read(4):
        files.append(rest.read(int.from_bytes(length, "big")))
    return files
