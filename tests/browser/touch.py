"""A finger on the screen: real touches, by the browser's own protocol, as a hardware screen sends them."""

from playwright.sync_api import Locator, Page


class Touch:
    """One finger. Places are in CSS pixels of the window."""

    def __init__(self, page: Page) -> None:
        self.browser = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self._touch("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        self._touch("touchMove", [{"x": x, "y": y}])

    def up(self) -> None:
        self._touch("touchEnd", [])

    def hold(self, element: Locator) -> None:
        """Down on the middle of an element, and left there."""
        element.scroll_into_view_if_needed()
        box = element.bounding_box()
        assert box is not None
        self.down(box["x"] + min(box["width"], 80) / 2, box["y"] + box["height"] / 2)

    def _touch(self, kind: str, points: list[dict[str, float]]) -> None:
        self.browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
