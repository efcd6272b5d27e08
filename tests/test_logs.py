"""What an instance writes to its log: a line an event, with the id of its request; a traceback for faults."""

import json
import logging
import re
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from redis.exceptions import ConnectionError as RedisAway

from chatsite import logs
from tests.client import Client
from tests.conftest import StartInstance
from tests.instance import Instance
from tests.polling import async_wait_until, wait_until
from tests.workspace import Accounts, Workspace

# What an instance that reaches nothing says of itself, whether anybody asks it for something or not.
ITSELF = ("chatsite.announcing: ", "chatsite.server: ", "chat.realtime.hub: ")
AWAY = {
    "MONGODB_URI": "mongodb://ann:pass-word@127.0.0.1:1/wick",
    "MONGODB_TIMEOUT_MS": "300",
    "REDIS_URL": "",
    "DEBUG": "false",
}
SESSION: dict[str, Any] = {"Cookie": f"sessionid={'a' * 32}"}


def ask(instance: Instance, path: str, *, data: bytes | None = None, **headers: str) -> tuple[int, Any, str]:
    """Status, headers and body of an answer. Names of headers have _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(instance.url + path, data, named)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def lines(instance: Instance) -> list[str]:
    """Those that are not about the instance itself."""
    said = instance.log.read_text().splitlines()
    return [line for line in said if not any(logger in line for logger in ITSELF)]


# --- requests ------------------------------------------------------------------------------------------


def test_a_page_without_a_database_is_a_line_and_says_to_come_back(start_instance: StartInstance) -> None:
    instance = start_instance("away", **AWAY)
    status, headers, body = ask(instance, "/rooms/", X_Request_ID="0123456789abcdef", **SESSION)
    assert (status, headers["Retry-After"], headers["X-Request-ID"]) == (503, "5", "0123456789abcdef")
    assert "cannot reach its database" in body
    [line] = wait_until(lambda: lines(instance))
    assert (
        "ERROR django.request [0123456789abcdef]: Service Unavailable: /rooms/: MongoDB does not answer"
        in line
    )


def test_a_foreign_host_is_a_line(start_instance: StartInstance) -> None:
    instance = start_instance("named", **AWAY | {"ALLOWED_HOSTS": "chat.example.org"})
    status, _, body = ask(instance, "/sign-in/", Host="other.example.org")
    assert status == 400
    assert "<h1>" in body
    [line] = wait_until(lambda: lines(instance))
    assert "other.example.org" in line
    assert "ALLOWED_HOSTS" in line


def test_an_id_that_is_none_is_replaced(start_instance: StartInstance) -> None:
    instance = start_instance("numbered", **AWAY)
    for given in ("no id\tat all", "x", "a" * 65):
        _, headers, _ = ask(instance, "/healthz", X_Request_ID=given)
        assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"])


def test_programs_can_read_it(start_instance: StartInstance) -> None:
    instance = start_instance("read", **AWAY, LOG_FORMAT="json")
    ask(instance, "/rooms/", X_Request_ID="0123456789abcdef", **SESSION)
    found = wait_until(
        lambda: [
            each for each in map(json.loads, instance.log.read_text().splitlines()) if each["request_id"]
        ]
    )
    [line] = found
    assert line["request_id"] == "0123456789abcdef"
    assert line["level"] == "ERROR"
    assert line["logger"] == "django.request"
    assert "MongoDB does not answer" in line["message"]
    assert "time" in line


def test_it_says_what_it_is_when_it_begins_and_when_it_ends(start_instance: StartInstance) -> None:
    instance = start_instance("startup", **AWAY)
    assert instance.stop() == 0
    said = instance.log.read_text().splitlines()
    place = f"127.0.0.1:{instance.port}"
    assert (
        f"Wick {settings.VERSION} serves as startup on {place}; MongoDB 127.0.0.1:1/wick; layer in memory"
        in said[0]
    )
    # Of the server alone: what the hub asked a database that is away may fail only after this.
    [*_, last] = [line for line in said if " chatsite.server" in line]
    assert "ended in" in last
    assert "pass-word" not in "\n".join(said)


# --- what has a traceback ------------------------------------------------------------------------------


def written(error: Exception, message: str = "it failed") -> str:
    """What the handler of the settings would write."""
    record = logging.getLogger("chat").makeRecord(
        "chat", logging.ERROR, "", 0, message, (), (type(error), error, error.__traceback__)
    )
    for keep in (logs.KnownFaults(), logs.RequestId()):
        assert keep.filter(record)
    return logs.LineFormatter("%(levelname)s %(name)s%(request)s: %(message)s").format(record)


def test_a_fault_of_ours_has_its_traceback() -> None:
    try:
        raise KeyError("seq")
    except KeyError as error:
        said = written(error)
    assert said.startswith("ERROR chat: it failed\nTraceback")


def test_what_is_away_has_none_wherever_it_stands_in_the_chain() -> None:
    error = RuntimeError("no layer")
    error.__cause__ = RedisAway("Connection refused")
    assert written(error) == "ERROR chat: it failed: Redis does not answer: Connection refused"


def test_a_line_break_in_a_value_makes_no_second_line() -> None:
    assert written(SuspiciousOperation(), "a\nb\r") == "ERROR chat: a\\nb\\r"


# --- sockets -------------------------------------------------------------------------------------------


@pytest.fixture
def quiet(workspace: Workspace, start_instance: StartInstance) -> Instance:
    return start_instance(
        "quiet", MONGODB_URI=workspace.mongodb_uri, WICK_SOCKETS_PERSON="1", TRUSTED_PROXIES="::1"
    )


async def refused(client: Client) -> None:
    await client.open()
    await client.closed()
    await client.close()


async def test_why_a_socket_is_refused_can_be_found(quiet: Instance, accounts: Accounts) -> None:
    await refused(Client(quiet.ws_url, token="nobody-has-this"))
    await refused(Client(quiet.ws_url, cookie=accounts.member.cookie, origin="https://evil.example"))
    await refused(accounts.suspended.at(quiet))
    async with accounts.member.at(quiet):
        await refused(accounts.member.at(quiet))
    said = await async_wait_until(lambda: len(lines(quiet)) >= 4 and "\n".join(lines(quiet)))
    for reason in (
        "a socket from 127.0.0.1 is refused with 4401: no token that is valid",
        "a socket from 127.0.0.1 is refused with 4403: the origin 'https://evil.example' is not allowed",
        "a socket from 127.0.0.1 is refused with 4403: suspended is suspended",
        "a socket from 127.0.0.1 is refused with 4429: member has too many sockets",
    ):
        assert reason in said
    assert "CSRF_TRUSTED_ORIGINS" in said


# --- forms ---------------------------------------------------------------------------------------------


def send_form(instance: Instance, origin: str) -> tuple[int, str]:
    """A sign-in, with a token that is right, from a page of `origin`; status and body."""
    _, got, body = ask(instance, "/sign-in/")
    cookie = got["Set-Cookie"].partition(";")[0]
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
    assert found is not None
    data = f"csrfmiddlewaretoken={found[1]}&username=ann&password=x".encode()
    status, _, page = ask(instance, "/sign-in/", data=data, Origin=origin, Cookie=cookie)
    return status, page


@pytest.mark.parametrize(
    ("origin", "setting"),
    [("https://127.0.0.1:{port}", "HTTPS=true"), ("https://chat.example.org", "CSRF_TRUSTED_ORIGINS")],
)
def test_a_form_of_a_foreign_origin_says_what_to_look_at(
    start_instance: StartInstance, origin: str, setting: str
) -> None:
    instance = start_instance("formal", **AWAY)
    status, page = send_form(instance, origin.format(port=instance.port))
    assert status == 403
    assert "administrators have to change" in page
    [line] = wait_until(lambda: lines(instance))
    assert "a form for /sign-in/ was refused: it came from " + origin.format(port=instance.port) in line
    assert setting in line
