"""The command that says what is wrong with what runs in the background."""

import json
from typing import Any

from tests.actions_process import ActionsProcess
from tests.polling import wait_until
from tests.projections.conftest import Counting
from tests.workspace import Accounts


def doctor(counting: Counting) -> dict[str, Any]:
    done = counting.command("doctor", "--json")
    facts: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (1 if facts["findings"] else 0)
    return facts


def projection(facts: dict[str, Any], counting: Counting) -> dict[str, Any]:
    [found] = [each for each in facts["projections"] if each["name"] == counting.name]
    return dict(found)


def about(facts: dict[str, Any], counting: Counting) -> list[str]:
    """The findings that name the projection."""
    return [each["text"] for each in facts["findings"] if counting.name in each["text"]]


def test_a_projection_that_nobody_reads_is_found(counting: Counting) -> None:
    before = doctor(counting)
    assert projection(before, counting)["read_by"] == ""
    assert about(before, counting) == [f"No process reads the log for the projection “{counting.name}”."]
    counting.start("reader")
    counting.wait_for_position()
    after = doctor(counting)
    assert projection(after, counting)["read_by"].startswith("reader")
    assert about(after, counting) == []


def test_events_that_could_not_be_handled_are_found(
    counting: Counting, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    counting.start("reader")
    counting.wait_for_position()
    actions("post", by=accounts.member.id, room=room, text=f"bad {counting.name}")
    aside = counting.database["projections_setasideevent"]
    wait_until(lambda: aside.find_one({"projection": counting.name}), what="an event that is set aside")
    facts = doctor(counting)
    assert projection(facts, counting)["set_aside"] == 1
    assert about(facts, counting) == [f"The projection “{counting.name}” could not handle 1 events."]


def test_it_says_the_same_in_lines(counting: Counting) -> None:
    said = counting.command("doctor").stdout.splitlines()
    assert f"projection {counting.name}: read by nobody, up to nothing yet, 0 events" in said
    assert any(line.startswith("jobs: ") for line in said)
    assert said[-1].endswith("things are wrong.")
