"""What a first visit loads where Wick is served as in production: static files collected, Nginx in front."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from chatsite import bundles
from deploy.local import nginx, ports
from deploy.local.process import ROOT
from tests.browser.conftest import complains, live, say
from tests.polling import wait_until
from tests.workspace import Account, Accounts, Workspace

MOST_REQUESTS, MOST_BYTES = 20, 90_000
COMPRESSED = ("text/html", "text/css", "text/javascript", "application/javascript")


@pytest.fixture(scope="module")
def front(
    workspace: Workspace, built: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an Nginx with our configuration, in front of an instance without DEBUG."""
    folder: Path = tmp_path_factory.mktemp("built")
    [port] = ports.free()
    with workspace.running("built", **built) as instance:
        service = nginx.service(folder / "nginx", port, [instance.port], Path(built["STATIC_ROOT"]), grace=1)
        process = subprocess.Popen(service.command)

        def accepts() -> bool:
            assert process.poll() is None, "Nginx ended"
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        wait_until(accepts, what="Nginx to accept connections")
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(10)


class Visit:
    """A page in a browser that was never here: what it requested, and what was said against it."""

    def __init__(self, chromium: Browser, front: str, account: Account) -> None:
        self.context = chromium.new_context(base_url=front)
        self.context.add_cookies([{"name": "sessionid", "value": account.cookie, "url": front}])
        self.page: Page = self.context.new_page()
        self.responses: dict[str, dict[str, Any]] = {}
        self.bytes = 0
        self.complaints: list[str] = []
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self._received)
        devtools.on("Network.loadingFinished", self._loaded)
        self.page.on("console", lambda said: self.complaints.append(said.text) if complains(said) else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _received(self, event: dict[str, Any]) -> None:
        self.responses[event["requestId"]] = event["response"]

    def _loaded(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def uncompressed(self) -> list[str]:
        texts = (each for each in self.responses.values() if each["mimeType"] in COMPRESSED)
        return [each["url"] for each in texts if not _header(each, "content-encoding")]


def _header(response: dict[str, Any], name: str) -> str:
    return str({key.lower(): value for key, value in response["headers"].items()}.get(name, ""))


@pytest.fixture
def visit(chromium: Browser, front: str, accounts: Accounts) -> Iterator[Visit]:
    found = Visit(chromium, front, accounts.member)
    yield found
    found.context.close()
    assert found.complaints == []


def test_a_first_visit_to_a_room_is_a_few_small_requests(visit: Visit, room: str) -> None:
    visit.page.goto(f"/rooms/{room}/", wait_until="networkidle")
    live(visit.page)
    assert len(visit.responses) <= MOST_REQUESTS
    assert visit.bytes <= MOST_BYTES
    assert {each["status"] for each in visit.responses.values()} == {200}
    assert not any("on_demand" in each["url"] for each in visit.responses.values())


def test_texts_are_compressed(visit: Visit, room: str) -> None:
    visit.page.goto(f"/rooms/{room}/", wait_until="networkidle")
    assert visit.uncompressed() == []


def test_the_bundled_scripts_work(visit: Visit, room: str) -> None:
    visit.page.goto(f"/rooms/{room}/")
    live(visit.page)
    say(visit.page, "from a bundle")
    visit.page.locator(".message", has_text="from a bundle").wait_for()


def test_bundles_are_kept_for_ever(visit: Visit, room: str) -> None:
    visit.page.goto(f"/rooms/{room}/", wait_until="networkidle")
    kept = [each for each in visit.responses.values() if ".bundle." in each["url"]]
    assert len(kept) == 2  # the scripts and the stylesheets
    assert all("immutable" in _header(each, "cache-control") for each in kept)


def test_the_pages_of_an_account_are_a_few_requests_too(visit: Visit) -> None:
    visit.context.clear_cookies()
    visit.page.goto("/sign-in/", wait_until="networkidle")
    assert len(visit.responses) <= MOST_REQUESTS
    assert visit.bytes <= MOST_BYTES


RULES = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText.replace(/\\s+/g, " "));
}"""


@pytest.mark.parametrize("source", bundles.STYLESHEETS)
def test_a_shortened_stylesheet_has_the_same_rules(visit: Visit, source: str) -> None:
    path = ROOT / "static" / source
    text = "\n".join((ROOT / "static" / part).read_text() for part in bundles.parts_of(source, path))
    rules = visit.page.evaluate(RULES, text)
    assert len(rules) > 50
    assert visit.page.evaluate(RULES, bundles.shortened(text)) == rules
