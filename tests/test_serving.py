"""What an instance says to those who watch it, with the settings of production."""

import time
import urllib.request

from tests.conftest import StartInstance


def test_healthz_is_answered_by_address_whatever_the_house_is_called(start_instance: StartInstance) -> None:
    instance = start_instance("named", ALLOWED_HOSTS="chat.example.org", HTTPS="true")
    with urllib.request.urlopen(f"{instance.url}/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"ok\n")


def test_an_instance_that_finds_no_database_serves_and_says_so_in_a_line(
    start_instance: StartInstance,
) -> None:
    away = {"MONGODB_URI": "mongodb://127.0.0.1:1/wick", "MONGODB_TIMEOUT_MS": "300", "REDIS_URL": ""}
    instance = start_instance("waiting", **away)
    deadline = time.monotonic() + 20
    while not (said := instance.log.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert said.endswith("chat.watch: MongoDB does not answer: 127.0.0.1:1: [Errno 111] Connection refused\n")
