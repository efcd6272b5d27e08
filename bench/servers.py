"""The servers that are measured: what each is called, how it is started, and which wire it speaks."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bench.before import NAME, Before
from deploy.local import instances
from deploy.local.probes import answers
from deploy.local.service import Service

NODE = Path(__file__).parent / "peers" / "node"
SERVING = "serving"  # Wick without its background work
SERVES_ONLY = {"WICK_BACKGROUND_WORK": "false"}  # another process does it
# A load test is what these limits are there to stop.
UNLIMITED = {"WICK_RATE_FRAMES": "1000000", "WICK_RATE_POSTS": "1000000"}


@dataclass(frozen=True)
class BenchServer:
    """`name` is its process's and its key in the results, `label` what the report calls it."""

    name: str
    label: str
    dialect: str
    service: Service
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Stores:
    """The databases that all of them share."""

    mongodb: str
    redis: str


def wick(port: int, environ: Mapping[str, str]) -> BenchServer:
    return instance("wick", port, environ)


def serving(port: int, environ: Mapping[str, str]) -> BenchServer:
    """An instance that does no background work."""
    return replace(instance(SERVING, port, {**environ, **SERVES_ONLY}), label="Wick, serving")


def before(port: int, other: Before) -> BenchServer:
    """Another commit of Wick (bench.before), started as this one is."""
    return instance(NAME, port, other.environ, other)


def instance(name: str, port: int, environ: Mapping[str, str], other: Before | None = None) -> BenchServer:
    """An instance of Wick, or of it as it was at `other`."""
    service = replace(instances.service(name, port, {**environ, **UNLIMITED}), aloud=False)
    if other is None:
        return BenchServer(name, "Wick", "wick", service, port)
    command = other.command(*service.command[1:])
    return BenchServer(name, f"Wick at {other.commit}", "wick", replace(service, command=command), port)


def node(port: int, stores: Stores) -> BenchServer:
    environ = {"REDIS_URL": stores.redis, "PORT": str(port)}
    return _server("node", "Node `ws` + Redis", "plain", _node("ws.js"), environ, port)


def node_stored(port: int, stores: Stores) -> BenchServer:
    environ = {"REDIS_URL": stores.redis, "MONGODB_URI": stores.mongodb, "PORT": str(port)}
    label = "Node `ws` + Redis, each message stored by `insertOne`"
    return _server("node-stored", label, "plain-stored", _node("ws.js"), environ, port)


def socketio(port: int, stores: Stores) -> BenchServer:
    environ = {"REDIS_URL": stores.redis, "PORT": str(port)}
    return _server("socketio", "Socket.IO + Redis adapter", "socketio", _node("socketio.js"), environ, port)


def ordinary_channels(port: int, stores: Stores) -> BenchServer:
    command = _daphne("bench.peers.channels_app.asgi:application", port)
    label = "Channels the ordinary way, on Daphne"
    return _server("channels", label, "plain-spaced", command, {"REDIS_URL": stores.redis}, port)


def polled(port: int, stores: Stores) -> BenchServer:
    command = _daphne("bench.peers.polling_app.asgi:application", port)
    environ = {"MONGODB_URI": stores.mongodb}
    return _server("polling", "Django, polled every second", "http", command, environ, port)


def centrifugo(port: int, stores: Stores, directory: Path, program: str) -> BenchServer:
    """Centrifugo with its Redis engine, 100 messages of history, and anonymous clients that may publish."""
    directory.mkdir(parents=True, exist_ok=True)
    allowed = {
        f"allow_{what}_for_{whom}": True
        for what in ("subscribe", "publish")
        for whom in ("anonymous", "client")
    }
    config = {
        "client": {"allow_anonymous_connect_without_token": True, "allowed_origins": ["*"]},
        "channel": {"without_namespace": {**allowed, "history_size": 100, "history_ttl": "300s"}},
        "engine": {"type": "redis", "redis": {"address": stores.redis}},
        "http_server": {"port": port, "address": "127.0.0.1"},
        "health": {"enabled": True},
        "log": {"level": "error"},
    }
    path = directory / "centrifugo.json"
    path.write_text(json.dumps(config, indent=2))
    return _server("centrifugo", "Centrifugo", "centrifugo", (program, "-c", str(path)), {}, port, "/health")


def _node(script: str) -> tuple[str, ...]:
    return ("node", str(NODE / script))


def _daphne(application: str, port: int) -> tuple[str, ...]:
    return (sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), application)


def _server(
    name: str,
    label: str,
    dialect: str,
    command: tuple[str, ...],
    environ: Mapping[str, str],
    port: int,
    health: str = "/",
) -> BenchServer:
    request = f"GET {health} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    ready = answers(port, request.encode(), b"HTTP/1.1 200 ")
    service = Service(name, command, ready, environ, grace=5, aloud=False)
    return BenchServer(name, label, dialect, service, port)
