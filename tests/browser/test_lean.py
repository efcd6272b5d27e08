"""The page's rule of lean events against the server's, and that the page uses it, and compression."""

from typing import Any

from playwright.sync_api import WebSocket

from tests.browser.conftest import OpenPage, OpenRoom, live, say
from tests.lean import CASES
from tests.polling import wait_until
from tests.workspace import Accounts

MAKE_WHOLE = """async (frames) => {
    const { wholeFrame } = await import("/static/js/log/lean.js");
    return frames.map(wholeFrame);
}"""


def test_the_page_puts_back_what_the_server_leaves_out(open_page: OpenPage) -> None:
    lean: list[Any] = [case.lean for case in CASES]
    events = [case.event for case in CASES]
    whole = {"type": "joined", "room": "r", "events": events}
    frames = [*lean, {"type": "joined", "room": "r", "events": lean}, {"type": "pong", "heads": {}}]
    found = open_page(None, "/sign-in/").evaluate(MAKE_WHOLE, frames)
    assert found == [*events, whole, {"type": "pong", "heads": {}}]


def test_the_page_asks_for_lean_events_and_shows_them_as_any_others(
    accounts: Accounts, open_room: OpenRoom
) -> None:
    page = open_room(accounts.member)
    received: list[str] = []

    def opened(socket: WebSocket) -> None:
        assert socket.url.endswith("/ws/?lean=1")
        socket.on("framereceived", lambda frame: received.append(str(frame)))

    page.on("websocket", opened)
    page.reload()
    live(page)
    say(page, "a < b && c")
    page.locator(".message p", has_text="a < b && c").wait_for()

    def has_arrived() -> bool:
        page.evaluate("0")  # by which Playwright hands on what it has received
        return any('"text":"a < b && c"' in frame for frame in received)

    wait_until(has_arrived, what="the event")
    events = [frame for frame in received if '"type":"event"' in frame]
    assert not any('"html"' in frame or '"rev"' in frame for frame in events)


def test_the_page_takes_compressed_frames(accounts: Accounts, open_room: OpenRoom) -> None:
    page = open_room(accounts.member)
    answers: list[dict[str, Any]] = []
    devtools = page.context.new_cdp_session(page)
    devtools.on("Network.webSocketHandshakeResponseReceived", lambda event: answers.append(event["response"]))
    devtools.send("Network.enable")
    page.reload()
    live(page)
    headers = {name.lower(): value for name, value in answers[0]["headers"].items()}
    assert headers["sec-websocket-extensions"].startswith("permessage-deflate;")
    text = "so it goes " * 12
    say(page, text)
    page.locator(".message p", has_text=text.strip()).wait_for()
