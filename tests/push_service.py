"""A push service of the tests' own, with a browser that subscribes to it and reads what it is sent."""

import base64
import json
import queue
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

TIMEOUT = 20.0  # seconds that a test waits for a message
SECRET = b"sixteen bytes ok"


class Pushed(NamedTuple):
    """A request to the service."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """`answer`: the status of what it answers, by path; 201 for every other one."""

    def __init__(self) -> None:
        self.answer: dict[str, int] = {}
        self.retry_after = ""
        self.key = ec.generate_private_key(ec.SECP256R1())  # the browser's
        self._requests: queue.Queue[Pushed] = queue.Queue()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service._requests.put(Pushed(self.path, dict(self.headers), body))
                self.send_response(service.answer.get(self.path, 201))
                if service.retry_after:
                    self.send_header("Retry-After", service.retry_after)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def subscription(self, path: str = "/ann") -> dict[str, str]:
        """What the script of a page sends when the browser has subscribed."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.origin + path, "p256dh": encoded(point), "auth": encoded(SECRET)}

    def take(self) -> Pushed:
        """The next request, which is waited for."""
        return self._requests.get(timeout=TIMEOUT)

    @property
    def empty(self) -> bool:
        return self._requests.empty()

    def read(self, pushed: Pushed) -> dict[str, Any]:
        """What the browser reads in a message."""
        text = http_ece.decrypt(pushed.body, private_key=self.key, auth_secret=SECRET, version="aes128gcm")
        return json.loads(text)


def claims(pushed: Pushed, audience: str) -> dict[str, Any]:
    """Who signed a request, as the service checks it (RFC 8292)."""
    scheme, _, rest = pushed.headers["Authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    point = base64.urlsafe_b64decode(parts["k"] + "==")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return jwt.decode(parts["t"], key, algorithms=["ES256"], audience=audience)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def push_service(settings: Any) -> Iterator[PushService]:
    settings.DEBUG = True  # addresses of this machine are allowed
    service = PushService()
    yield service
    service.close()
