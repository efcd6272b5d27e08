"""Headers by which a client could say where Wick stands: none moves an address, a path or a scheme."""

import re
import socket
import subprocess
import uuid
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from deploy.local import nginx, ports
from tests.client import Client
from tests.instance import Instance
from tests.polling import wait_until
from tests.socket.rejection import close_code_of_rejected
from tests.workspace import Accounts, Workspace

EVIL = [
    ("Daphne-Root-Path", "@evil.example"),
    ("Daphne-Root-Path", "/x"),
    ("Daphne-Root-Path", "%2Fx"),
    ("Daphne-Root-Path", "\u00e9"),
    ("daphne_root_path", "/x"),
    ("Script-Name", "/x"),
    ("SCRIPT_NAME", "/x"),
    ("X-Script-Name", "/x"),
    ("X-Forwarded-Prefix", "/x"),
    ("X-Forwarded-Host", "evil.example"),
    ("X_Forwarded_Host", "evil.example"),
    ("X-Forwarded-Port", "1"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Protocol", "https"),
    ("X-Forwarded-Scheme", "https"),
    ("X-Forwarded-Ssl", "on"),
    ("X-Forwarded-Server", "evil.example"),
    ("X-Forwarded-For", "203.0.113.9"),
    ("X-Real-IP", "203.0.113.9"),
    ("Forwarded", "host=evil.example;proto=https;for=203.0.113.9"),
    ("X-Host", "evil.example"),
    ("X-Original-Host", "evil.example"),
    ("X-Original-URL", "/x/"),
    ("X-Rewrite-URL", "/x/"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-Method-Override", "DELETE"),
    ("Front-End-Https", "on"),
    ("Remote-User", "staff"),
    ("Authorization", "Basic c3RhZmY6eA=="),
]


@pytest.fixture(scope="module")
def mailing(workspace: Workspace) -> Iterator[Instance]:
    """An instance that writes its mail to its log."""
    with workspace.running("mailing", EMAIL_URL="consolemail://", REDIS_URL="") as instance:
        yield instance


def answer(port: int, path: str, *headers: tuple[str, str]) -> tuple[int, bytes]:
    """The status of a page, and all of it but what differs each time."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        data = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    status = int(data.split(b" ", 2)[1])
    location = re.search(rb"(?i)^location: (.*)\r$", data, re.MULTILINE)
    links = re.findall(rb'(?:href|action|src|data-[a-z-]+)="([^"]*)"', data)
    return status, b"\n".join([location[1] if location else b"", *links])


PAGES = ["/", "/sign-in/", "/admin/", "/x/admin/login/", "/nowhere/"]


@pytest.mark.parametrize(("name", "value"), EVIL)
def test_no_header_of_a_client_moves_an_address(mailing: Instance, name: str, value: str) -> None:
    for page in PAGES:
        assert answer(mailing.port, page, (name, value)) == answer(mailing.port, page)


@pytest.fixture(scope="module")
def front(mailing: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an Nginx with our configuration in front of the instance."""
    folder: Path = tmp_path_factory.mktemp("nginx")
    [port] = ports.free()
    service = nginx.service(folder, port, [mailing.port], folder / "static", grace=1)
    process = subprocess.Popen(service.command)

    def accepts() -> bool:
        assert process.poll() is None, "Nginx ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(accepts, what="Nginx to accept connections")
    yield port
    process.terminate()
    process.wait(10)


@pytest.mark.parametrize(("name", "value"), EVIL)
def test_nor_through_nginx(front: int, name: str, value: str) -> None:
    for page in PAGES:
        assert answer(front, page, (name, value)) == answer(front, page)


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, v in EVIL[:4] if v.isascii()])
async def test_a_socket_has_its_one_address(
    mailing: Instance, accounts: Accounts, name: str, value: str
) -> None:
    """And a program can connect, whatever it says of prefixes."""
    async with Client(mailing.ws_url, token=accounts.member.token, headers={name: value}) as member:
        await member.settle()
    assert await close_code_of_rejected(Client(mailing.ws_url, headers={name: value})) == 4401


def test_a_body_is_bounded(mailing: Instance) -> None:
    size = 20_000_000
    head = f"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{mailing.port}\r\nContent-Length: {size}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", mailing.port), timeout=30) as connection:
        try:
            connection.sendall(head.encode())
            for _ in range(size // 100_000):
                connection.sendall(b"x" * 100_000)
            answered = connection.recv(100)
        except ConnectionError:
            return  # it was cut while it sent
    assert answered.startswith(b"HTTP/1.1 413 ")


def test_a_mailed_link_leads_to_this_site_whatever_the_request_says(mailing: Instance) -> None:
    """Signs somebody up, and asks for a new password in their name."""
    name = f"m{uuid.uuid4().hex[:10]}"
    secret = "correct horse battery staple"
    site, own = f"127.0.0.1:{mailing.port}", f"http://localhost:{mailing.port}/"  # SITE_URL, by default
    form = {"username": name, "name": name, "email": f"{name}@example.org"}
    form |= dict.fromkeys(("password", "password1", "password2"), secret)
    browser = Browser(site)
    browser.submit("/sign-up/", form)
    for header in (("Daphne-Root-Path", "@evil.example"), ("X-Forwarded-Host", "evil.example")):
        Browser(site, header).submit("/forgotten/", {"email": f"{name}@example.org"})
    wait_until(lambda: f"{name}@example.org" in mailing.log.read_text(), what="the mail")
    mail = mailing.log.read_text()
    links = re.findall(r"https?://\S+", mail.split(f"{name}@example.org", 1)[1])
    assert links
    assert all(link.startswith(own) for link in links)
    assert "evil.example" not in mail


class Browser:
    """Fills in forms, with a header that no browser sends."""

    def __init__(self, site: str, *headers: tuple[str, str]) -> None:
        self.site = site
        self.cookies = CookieJar()
        self._open = build_opener(HTTPCookieProcessor(self.cookies))
        self._open.addheaders = [*headers, ("Origin", f"http://{site}")]

    def submit(self, path: str, form: dict[str, str]) -> None:
        page = self._open.open(f"http://{self.site}{path}", timeout=30).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        data = urlencode({**form, "csrfmiddlewaretoken": token[1]}).encode()
        self._open.open(f"http://{self.site}{path}", data, timeout=30).read()
