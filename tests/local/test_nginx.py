"""The configuration of Nginx, as Nginx itself reads it."""

import re
import subprocess
from pathlib import Path

import pytest

from deploy.local.nginx import PIECES, service
from deploy.local.packages import path_of


def _check(config: Path) -> str:
    """What `nginx -t` says of it."""
    command = [str(path_of("nginx")), "-t", "-e", "stderr", "-p", str(config.parent), "-c", str(config)]
    return subprocess.run(command, capture_output=True, text=True).stderr


def _certificate(folder: Path) -> None:
    """A throw-away certificate, where wick.conf expects one."""
    names = [
        "-keyout",
        str(folder / "privkey.pem"),
        "-out",
        str(folder / "fullchain.pem"),
        "-subj",
        "/CN=wick",
    ]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names],
        check=True,
        capture_output=True,
    )


def test_the_configuration_for_a_server_is_right(tmp_path: Path) -> None:
    _certificate(tmp_path)
    pieces = tmp_path / "wick"
    pieces.mkdir()
    for piece in PIECES.glob("*.conf"):
        text = (
            piece.read_text().replace("/etc/nginx/wick", str(pieces)).replace("/var/log/nginx", str(tmp_path))
        )
        text = text.replace("/etc/letsencrypt/live/chat.example.org", str(tmp_path))
        (pieces / piece.name).write_text(text.replace("/run/nginx.pid", str(tmp_path / "nginx.pid")))
    main = (pieces / "nginx.conf").rename(tmp_path / "nginx.conf")
    assert "test is successful" in _check(main)


@pytest.mark.parametrize("name", ["plain", "with a space"])
def test_the_configuration_of_a_cluster_is_right(tmp_path: Path, name: str) -> None:
    service(tmp_path / name, 28080, [28081, 28082], tmp_path / "static", grace=5)
    assert "test is successful" in _check(tmp_path / name / "nginx.conf")


def test_no_header_that_says_who_the_client_is_passes_as_it_came() -> None:
    lines = (PIECES / "proxy.conf").read_text()
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded"):
        assert f"proxy_set_header {header} " in lines
    assert "proxy_add_x_forwarded_for" not in lines


def test_who_asks_for_another_name_is_turned_away_over_ipv6_too() -> None:
    served, others = (PIECES / "wick.conf").read_text().rsplit("server {", 1)
    for address in re.findall(r"listen (\S+)", served):
        assert re.search(rf"listen {re.escape(address.rstrip(';'))} .*default_server", others)


def test_the_containers_nginx_does_not_take_the_scheme_from_clients() -> None:
    assert "http_x_forwarded_proto" not in (PIECES / "compose.conf").read_text()
