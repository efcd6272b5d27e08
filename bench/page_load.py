"""A first visit to a room by a browser, as served in production: what it loads, and when one can read it.

Chromium comes through Nginx, once as a desktop and once as a phone: its CPU slowed down, on a slow network.
It then opens other rooms from the list.
"""

from functools import partial
from statistics import median
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Page,
    ViewportSize,
    async_playwright,
)

from bench.load.job import Result
from bench.quiet import Place, place
from bench.servers import SERVES_ONLY
from bench.stage import BenchStage
from bench.switching import MEMBERS, ROOMS, names
from deploy.local import nginx, ports
from deploy.local.packages import program

PAGE_LOAD = "a first visit"
VISITS = 3  # of each kind, each in a browser that was never here
SWITCHES = 20
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
SLOWER = 4  # times
NETWORK = {
    "offline": False,
    "latency": 150,  # milliseconds of a round trip
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 0.75e6 / 8,
}
# When the socket was open, by the page's own clock.
SEE_LIVE = """
new MutationObserver((_, observer) => {
  if (document.querySelector(".app[data-connection=online]")) {
    window.liveAt = performance.now();
    observer.disconnect();
  }
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
TIMES = """() => ({
  readable: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  live: window.liveAt,
})"""
# From the click until the next frame after the room's messages are in the page.
SWITCH = """(room) => new Promise((resolve) => {
  const began = performance.now();
  const before = document.querySelector("#log");
  const look = () => {
    const log = document.querySelector("#log");
    if (log && log !== before && log.querySelector(".message"))
      requestAnimationFrame(() => resolve(performance.now() - began));
    else requestAnimationFrame(look);
  };
  document.querySelector(`.room-link[data-room="${room}"]`).click();
  look();
})"""


class Traffic:
    """What a page requested, and how many bytes came over the network."""

    def __init__(self) -> None:
        self.requests, self.bytes = 0, 0

    async def count(self, devtools: CDPSession) -> None:
        devtools.on("Network.responseReceived", self._received)
        devtools.on("Network.loadingFinished", self._loaded)
        await devtools.send("Network.enable")

    def _received(self, _event: dict[str, Any]) -> None:
        self.requests += 1

    def _loaded(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


async def page_load(stage: BenchStage, version: str) -> Result:
    """`figures`: requests and KB; ms until a phone can read and is live; ms until another room is shown."""
    async with place(stage, version) as here:
        await here.python("-m", "bench.workspace", "--people", str(MEMBERS), "--rooms", str(ROOMS))
        _, session = (await here.python("-m", "bench.switching")).split()
        url = await _serve(stage, here)
        async with async_playwright() as playwright:
            path = program("chromium", "chromium")
            browser = await playwright.chromium.launch(executable_path=path, args=OPTIONS)
            visit = partial(_visit, browser, url, session)
            await visit(WIDE)  # the instance has to compile its templates once
            wide = [await visit(WIDE) for _ in range(VISITS)]
            phone = [await visit(PHONE, slowed=True) for _ in range(VISITS)]
            switches = await _switches(browser, url, session)
            await browser.close()
    figures = {name: median(each[name] for each in wide) for name in ("requests", "KB")}
    figures |= {f"phone {name}": median(each[name] for each in phone) for name in ("readable", "live")}
    return Result(figures={**figures, "switch": median(switches)})


async def _serve(stage: BenchStage, here: Place) -> str:
    """Static files collected, an instance, and Nginx in front: the address."""
    await here.collect_static()
    server = await here.instance("one", **SERVES_ONLY)
    [port] = ports.free()
    static = here.environ["STATIC_ROOT"]
    directory = stage.directory / "quiet" / "nginx"
    await here.group.start(nginx.service(directory, port, [server.port], stage.directory / static, grace=1))
    return f"http://127.0.0.1:{port}"


async def _open(context: BrowserContext, url: str, session: str) -> Page:
    await context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = await context.new_page()
    await page.add_init_script(SEE_LIVE)
    return page


async def _go(page: Page, url: str) -> None:
    await page.goto(f"{url}/rooms/{names()[0]}/")
    await page.locator(".app[data-connection=online]").wait_for(state="attached")


async def _visit(
    browser: Browser, url: str, session: str, size: ViewportSize, *, slowed: bool = False
) -> dict[str, float]:
    context = await browser.new_context(viewport=size)
    page = await _open(context, url, session)
    devtools, traffic = await context.new_cdp_session(page), Traffic()
    await traffic.count(devtools)
    if slowed:
        await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        await devtools.send("Network.emulateNetworkConditions", NETWORK)
    await _go(page, url)
    await page.wait_for_load_state("networkidle")
    times: dict[str, float] = await page.evaluate(TIMES)
    await context.close()
    return {**times, "requests": traffic.requests, "KB": traffic.bytes / 1000}


async def _switches(browser: Browser, url: str, session: str) -> list[float]:
    """How long it takes until another room is on the screen, ms, for one after another."""
    context = await browser.new_context(viewport=WIDE)
    page = await _open(context, url, session)
    await _go(page, url)
    found = [float(await page.evaluate(SWITCH, room)) for room in names()[1 : SWITCHES + 1]]
    await context.close()
    return found
