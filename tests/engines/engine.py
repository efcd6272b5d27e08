"""What the tests ask of a browser, whichever engine it has."""

from typing import Any, Protocol

from tests.polling import wait_until


class Tab(Protocol):
    """A page in a browser of its own. Selectors are CSS; what they name has to be there."""

    def go(self, url: str) -> None: ...

    def evaluate(self, script: str) -> Any:
        """What the body of this function returns on the page."""

    def click(self, selector: str) -> None: ...

    def type(self, selector: str, text: str) -> None:
        """Key by key."""

    def press(self, selector: str, key: str) -> None:
        """One key, by its name in the DOM (`Enter`, `ArrowUp`)."""

    def chord(self, key: str) -> None:
        """A letter while Control is held, wherever the focus is."""

    def finger_down(self, selector: str) -> None:
        """A finger on the middle of it, which stays there."""

    def finger_up(self) -> None: ...


class Engine(Protocol):
    def open(self, url: str, session: str) -> Tab:
        """A tab at this address, signed in by the key of a session."""

    def close(self) -> None: ...


def wait_for(tab: Tab, expression: str, what: str) -> None:
    """Returns when the expression is true on the page."""
    wait_until(lambda: tab.evaluate(f"return Boolean({expression})"), what=what)


def wait_for_text(tab: Tab, selector: str, text: str) -> None:
    """Returns when something that the selector names has this text in it."""
    found = f"[...document.querySelectorAll({selector!r})].some((e) => e.textContent.includes({text!r}))"
    wait_for(tab, found, what=f"{text!r} in {selector}")
