"""Firefox, by WebDriver BiDi: puppeteer-core in a process of its own (firefox.js)."""

import json
import subprocess
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.local.process import ROOT, ends_with_parent

FIREFOX = "/usr/bin/firefox-esr"
BRIDGE = Path(__file__).with_name("firefox.js")


class Firefox:
    def __init__(self) -> None:
        command = ends_with_parent(("node", str(BRIDGE), FIREFOX))
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._numbers = count(1)
        assert self._line() == "ready"

    def open(self, url: str, session: str) -> "FirefoxTab":
        number = next(self._numbers)
        host = urlsplit(url).hostname
        cookie = {"name": "sessionid", "value": session, "domain": host, "path": "/", "httpOnly": True}
        self.ask(number, "open", url=url, cookie=cookie)
        return FirefoxTab(self, number)

    def ask(self, page: int, verb: str, **of: Any) -> Any:
        """What came of it. AssertionError with what the browser said otherwise."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"page": page, "verb": verb, "of": of}) + "\n")
        answer = json.loads(self._line())
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().rstrip("\n")
        assert line, "Firefox has ended."
        return line

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


class FirefoxTab:
    def __init__(self, firefox: Firefox, number: int) -> None:
        self._firefox, self._number = firefox, number

    def go(self, url: str) -> None:
        self._firefox.ask(self._number, "go", url=url)

    def evaluate(self, script: str) -> Any:
        return self._firefox.ask(self._number, "evaluate", script=script)

    def click(self, selector: str) -> None:
        self._firefox.ask(self._number, "click", selector=selector)

    def type(self, selector: str, text: str) -> None:
        self._firefox.ask(self._number, "type", selector=selector, text=text)

    def press(self, selector: str, key: str) -> None:
        self._firefox.ask(self._number, "press", selector=selector, key=key)

    def chord(self, key: str) -> None:
        self._firefox.ask(self._number, "chord", key=key)

    def finger_down(self, selector: str) -> None:
        self._firefox.ask(self._number, "fingerDown", selector=selector)

    def finger_up(self) -> None:
        self._firefox.ask(self._number, "fingerUp")
