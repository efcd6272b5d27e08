"""`manage.py loadtest` against a real instance."""

import json
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from chat.models import Event, Room, Token, User
from chat.simulation.load.outcome import LoadOutcome
from tests.conftest import StartInstance
from tests.instance import Instance
from tests.polling import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def loadtest(*arguments: str) -> str:
    output = StringIO()
    call_command("loadtest", *arguments, stdout=output)
    return output.getvalue()


def test_everybody_is_held_and_nothing_lost(live_server_process: Instance):
    said = loadtest(live_server_process.url, "--people=12", "--rooms=2", "--seconds=1", "--rate=20", "--json")

    found = json.loads(said)
    assert (found["people"], found["sockets"], found["dropped"]) == (12, 12, 0)
    assert (found["posted"], found["acked"], found["delivered"]) == (20, 20, 120)
    assert (found["lost"], found["doubled"], found["disordered"]) == (0, 0, 0)
    assert not Token.objects.exists()
    assert not Room.objects.filter(slug__startswith="load-").exists()
    assert not User.objects.filter(username__startswith="load-").exists()


def test_what_it_made_can_be_kept_and_its_tokens_go(live_server_process: Instance):
    loadtest(live_server_process.url, "--people=2", "--seconds=1", "--rate=2", "--keep")

    assert Room.objects.filter(slug__startswith="load-").count() == 1
    assert User.objects.filter(username__startswith="load-").count() == 2
    assert not Token.objects.exists()


def test_where_nobody_answers_it_says_so_and_fails():
    output = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("loadtest", "http://127.0.0.1:9", "--people=2", "--seconds=1", stdout=output)

    assert "held     0 of 2 sockets" in output.getvalue()
    assert re.search("why +2 × .*refused", output.getvalue())


def test_tokens_that_are_not_valid_are_reported(live_server_process: Instance, tmp_path: Path):
    tokens = tmp_path / "tokens"
    tokens.write_text("nobody-has-this\n")
    output = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command(
            "loadtest",
            live_server_process.url,
            "--people=1",
            "--seconds=1",
            f"--tokens-file={tokens}",
            stdout=output,
        )

    assert "401" in output.getvalue()


@pytest.mark.parametrize("broken", ["lost", "doubled", "disordered", "dropped", "refused"])
def test_the_verdict_fails_for_anything_that_went_wrong(broken: str):
    fine = LoadOutcome(people=10, sockets=10, posted=20, acked=20, delivered=200)
    assert fine.good
    assert "held, nothing lost" in fine.sentences()

    setattr(fine, broken, 1)
    assert not fine.good
    assert "held, nothing lost" not in fine.sentences()


def test_it_comes_back_after_a_restart_and_loses_nothing(start_instance: StartInstance):
    """Everyone is sent away twice, once in order and once without a word."""
    instance = start_instance("restarted")
    with ThreadPoolExecutor(1) as thread:
        judging = thread.submit(
            loadtest, instance.url, "--people=8", "--rooms=2", "--seconds=12", "--rate=10", "--json"
        )

        def posted() -> bool:
            assert not judging.done()
            return Event.objects.count() > count

        for number in (signal.SIGTERM, signal.SIGKILL):
            count = Event.objects.count()
            wait_until(posted, what="a message")
            instance.stop(number)
            instance.start()
        found = json.loads(judging.result())

    assert (found["sockets"], found["dropped"], found["good"]) == (8, 0, True)
    assert found["reconnections"] >= 8
    assert (found["posted"], found["acked"], found["delivered"]) == (120, 120, 480)
