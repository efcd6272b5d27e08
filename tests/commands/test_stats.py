from datetime import UTC, datetime, timedelta

import pytest

from chat.models import Instance
from tests.conftest import SHARED
from tests.mongo.plans import work


@pytest.fixture
def instances(db: None) -> None:
    now = datetime.now(UTC)
    for name, age in (("alive", 2), ("dead", 20)):
        seen = now - timedelta(seconds=age)
        Instance.objects.create(
            name=name, started_at=now, seen_at=seen, sockets=3, people=2, rooms=1, layer="redis", pid=7
        )


@pytest.mark.usefixtures("instances", "ann")
def test_what_there_is_and_who_serves_it(run, result, general: str) -> None:
    run("announce", "hello", "--room", general)
    found = result("stats")
    assert (found["people"], found["rooms"], found["events"]) == (2, 1, 1)  # ann, and the site's own account
    assert found["sockets"] == 3  # those of the dead are nobody's
    # The instance that other tests share may have written its row, too.
    alive = {each["name"]: each["alive"] for each in found["instances"] if each["name"] != SHARED}
    assert alive == {"alive": True, "dead": False}
    shown = run("stats")
    assert "instance alive: 3 sockets of 2 people" in shown
    assert "instance dead: gone since" in shown


@pytest.mark.usefixtures("instances")
def test_nothing_is_counted_to_its_end(run) -> None:
    assert work(lambda: run("stats")).documents <= 2
