"""`manage.py loadtest` against a real instance."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from bench.load.job import Result
from bench.load.verdict import passed, sentences
from chat.models import Token
from tests.instance import Instance

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
    assert not Token.objects.exists(), "the tokens of the load test are taken back"


def test_where_nobody_answers_it_says_so_and_fails():
    output = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("loadtest", "http://127.0.0.1:9", "--people=2", "--seconds=1", stdout=output)

    assert "held     0 of 2 sockets" in output.getvalue()
    assert re.search("why +2 × .*refused", output.getvalue())


def test_tokens_that_are_not_valid_are_told(live_server_process: Instance, tmp_path: Path):
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
    fine = Result(people=10, sockets=10, posted=20, acked=20, delivered=200)
    assert passed(fine)
    assert "held, nothing lost" in sentences(fine)

    setattr(fine, broken, 1)
    assert not passed(fine)
