"""The main ways through the page, in Firefox and in WebKit."""

from collections.abc import Callable, Iterator

import pytest

from tests.engines.engine import Engine, Tab, wait_for
from tests.engines.firefox import Firefox
from tests.engines.webkit import WebKit
from tests.instance import Instance
from tests.workspace import Account, Workspace

ENGINES: dict[str, Callable[[], Engine]] = {"firefox": Firefox, "webkit": WebKit}
OpenTab = Callable[[Account, str], Tab]


@pytest.fixture(scope="package")
def site(workspace: Workspace, built: dict[str, str]) -> Iterator[Instance]:
    with workspace.running("engines", **built, WICK_BACKGROUND_WORK="true") as instance:
        yield instance


@pytest.fixture(scope="package", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = ENGINES[request.param]()
    yield engine
    engine.close()


@pytest.fixture
def open_tab(engine: Engine, site: Instance) -> OpenTab:
    """A function that opens a path of the site as somebody."""
    return lambda account, path: engine.open(f"{site.url}{path}", account.cookie)


@pytest.fixture
def open_room(open_tab: OpenTab, room: str) -> Callable[[Account], Tab]:
    """A function that opens the test's room as somebody, live."""

    def open_one(account: Account) -> Tab:
        tab = open_tab(account, f"/rooms/{room}/")
        wait_until_live(tab)
        return tab

    return open_one


def wait_until_live(tab: Tab) -> None:
    wait_for(tab, "document.querySelector('.app[data-connection=online]')", what="an open socket")
