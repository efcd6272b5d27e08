"""One log of many processes: each line on the screen with its process's name, and in a file of its own."""

import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import TextIO

WIDTH = 10  # of the longest usual name, "instance-1"
KEPT = 15  # newest lines that an error message may quote


class Log:
    """Where the lines of a group go."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self._files: dict[str, TextIO] = {}
        self._aloud: set[str] = set()
        self._newest: dict[str, deque[str]] = {}

    def say(self, text: str) -> None:
        """A message to the person at the terminal."""
        try:
            print(text, flush=True)
        except OSError:
            # The terminal or the pipe is gone. The services go on: closing it may have meant just that.
            sys.stdout = open("/dev/null", "w")  # noqa: SIM115

    def line(self, name: str, text: str) -> None:
        """A line that the process of this name printed."""
        self._newest.setdefault(name, deque(maxlen=KEPT)).append(text)
        with suppress(OSError):  # the disk is full; a process whose lines nobody takes would come to a halt
            self._files[name].write(text + "\n")
        if name in self._aloud:
            self.say(f"{name:<{WIDTH}} | {text}")

    def path(self, name: str) -> Path:
        return self.directory / f"{name}.log"

    def begin(self, name: str, *, aloud: bool = True) -> None:
        """Start a new file for this process, the last run's kept beside it; `aloud`: show its lines, too."""
        path = self.path(name)
        if path.exists():
            path.replace(path.with_suffix(".log.before"))
        self._files[name] = path.open("w", buffering=1)  # by the line, so that a reader sees it at once
        if aloud:
            self._aloud.add(name)

    def newest(self, name: str) -> str:
        """The last lines of a process, indented, for an error message."""
        return "\n".join(f"    {line}" for line in self._newest.get(name, []))

    def close(self) -> None:
        """Close the files, when nobody writes any more."""
        for file in self._files.values():
            with suppress(OSError):  # what it still held does not fit
                file.close()
