"""Nginx sends the files of a folder when an instance says so, and to nobody who asks it directly."""

import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from deploy.local.nginx import service
from deploy.local.ports import free
from tests.polling import wait_until

CONTENT = bytes(range(256)) * 40


class Instance(BaseHTTPRequestHandler):
    """Answers as chat.files.serving.hand_over does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("X-Accel-Redirect", "/-/files/files/abc/original")
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Disposition", 'attachment; filename="a.html"')
        self.send_header("Cache-Control", "private, no-cache")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""


@pytest.fixture
def nginx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address, in front of one instance, with a folder of files."""
    original = tmp_path / "uploads" / "files" / "abc" / "original"
    original.parent.mkdir(parents=True)
    original.write_bytes(CONTENT)
    monkeypatch.setenv("FILES_DIR", str(tmp_path / "uploads"))
    instance = HTTPServer(("127.0.0.1", 0), Instance)
    threading.Thread(target=instance.serve_forever, daemon=True).start()
    [port] = free()
    command = service(tmp_path / "nginx", port, [instance.server_port], tmp_path, 1).command
    with subprocess.Popen(command) as process:
        try:
            wait_until(lambda: status(f"http://127.0.0.1:{port}/a") == 200)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            instance.shutdown()
            instance.server_close()


def status(url: str) -> int:
    """0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_a_file_is_sent_with_its_headers_whole_and_in_part(nginx: str) -> None:
    with urllib.request.urlopen(f"{nginx}/files/1/a.html", timeout=5) as answer:
        assert answer.read() == CONTENT
        said = answer.headers
    assert said["Content-Type"] == "application/octet-stream"
    assert said["Content-Disposition"] == 'attachment; filename="a.html"'
    assert said["Cache-Control"] == "private, no-cache"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Content-Security-Policy"].endswith("sandbox")
    part = urllib.request.Request(f"{nginx}/files/1/a.html", headers={"Range": "bytes=10-19"})
    with urllib.request.urlopen(part, timeout=5) as answer:
        assert (answer.status, answer.read()) == (206, CONTENT[10:20])


def test_nobody_gets_a_file_by_asking_nginx_itself(nginx: str) -> None:
    assert status(f"{nginx}/-/files/files/abc/original") == 404
