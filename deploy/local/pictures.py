"""`make pictures`: the pictures of README.md and the documentation, taken from a demo that is made for it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from deploy.local import needs, ports
from deploy.local.errors import StartError, exit_status
from deploy.local.process import ROOT, ends_with_parent

IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
READY = "Ctrl-C ends it"
LIVE = ".app[data-connection=online]"
WIDE = {"width": 1440, "height": 900}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@dataclass(frozen=True)
class Picture:
    """`path`: what is shown; `wait`: what has to be there; `options`: of the browser."""

    name: str
    path: str
    wait: str = LIVE
    options: dict[str, Any] = field(default_factory=dict)


PICTURES = (
    Picture("room", "/rooms/general/"),
    Picture("room-dark", "/rooms/engineering/", options={"color_scheme": "dark"}),
    Picture("phone", "/rooms/general/", options=PHONE),
    Picture("thread", "/rooms/general/threads/25/", wait=".message[data-seq='26']"),
    Picture("search", "/search/?q=glove", wait=".search-hit__place"),
    Picture("admin", "/admin/chat/room/", wait="#result_list"),
)


def main() -> int:
    needs.see_to("chromium")
    with _demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            _take(browser, address, picture)
            print(f"docs/images/{picture.name}.png")
        browser.close()
    return 0


@contextmanager
def _demo() -> Iterator[str]:
    """A demo of its own, for as long as the pictures take; its address."""
    [port] = ports.free()
    with tempfile.TemporaryDirectory(prefix="wick-pictures-") as directory:
        environ = {**os.environ, "DEMO_DIR": directory, "PORT": str(port)}
        command = ends_with_parent((sys.executable, "-m", "deploy.local.demo"))
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None  # noqa: S101  # it is a pipe
            if not any(READY in line for line in process.stdout):
                raise StartError("The demo did not start.")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _take(browser: Browser, address: str, picture: Picture) -> None:
    context = browser.new_context(**{"viewport": WIDE, "base_url": address, **picture.options})
    page = context.new_page()
    page.goto("/demo/")
    page.goto(picture.path)
    page.locator(picture.wait).first.wait_for()
    _settle(page)
    page.screenshot(path=Path(IMAGES / f"{picture.name}.png"))
    context.close()


def _settle(page: Page) -> None:
    """Fonts are there, and the pictures that are to be seen."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


if __name__ == "__main__":
    sys.exit(exit_status(main))
