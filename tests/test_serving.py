"""What an instance says to those who watch it, with the settings of production."""

import urllib.request

from tests.conftest import StartInstance


def test_healthz_is_answered_by_address_whatever_the_house_is_called(start_instance: StartInstance) -> None:
    instance = start_instance("named", ALLOWED_HOSTS="chat.example.org", HTTPS="true")
    with urllib.request.urlopen(f"{instance.url}/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"ok\n")
