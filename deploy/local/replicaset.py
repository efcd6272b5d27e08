"""A private MongoDB: a replica set on this machine, kept in a folder, on ports of its own."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from deploy.local import ports
from deploy.local.errors import StartError
from deploy.local.probes import accepts
from deploy.local.service import Service

NAME = "wick"
SETTINGS = {"electionTimeoutMillis": 5000, "heartbeatIntervalMillis": 1000}
PATIENCE = 60  # seconds until there must be a primary
NOT_YET_INITIALIZED = 94
CACHE = 0.25  # GB of memory for data and indexes: enough for a small workspace


class ReplicaSet:
    """The nodes of a folder. Ports are kept in it: a replica set knows its members by host and port."""

    def __init__(self, directory: Path, size: int, binary: str, cache: float = CACHE) -> None:
        """`cache`: of each node, GB."""
        self.directory, self._binary, self._cache = directory, binary, cache
        self.ports, self._before = ports.remembered(directory / "ports", size)

    @property
    def members(self) -> list[str]:
        return [f"127.0.0.1:{port}" for port in self.ports]

    @property
    def uri(self) -> str:
        return f"mongodb://{','.join(self.members)}/wick?replicaSet={NAME}"

    def services(self) -> list[Service]:
        """The nodes. They are a replica set after `settle`."""
        names = ["mongod"] if len(self.ports) == 1 else [f"mongod-{n + 1}" for n in range(len(self.ports))]
        return [self._node(name, port) for name, port in zip(names, self.ports, strict=True)]

    def _node(self, name: str, port: int) -> Service:
        data = self.directory / name
        data.mkdir(parents=True, exist_ok=True)
        options = {
            "--replSet": NAME,
            "--dbpath": str(data),
            "--bind_ip": "127.0.0.1",
            "--port": str(port),
            "--wiredTigerCacheSizeGB": str(self._cache),
            "--oplogSize": "512",  # MB
            # Small journal files: three nodes would otherwise begin with a gigabyte of nothing.
            "--wiredTigerEngineConfigString": "log=(file_max=16MB,prealloc=false)",
        }
        parameters = {
            "diagnosticDataCollectionEnabled": "false",
            # On SIGTERM a primary steps down and waits this long, 15 s by default, for clients to move over.
            "shutdownTimeoutMillisForSignaledShutdown": "100",
        }
        command = [self._binary, "--quiet", "--nounixsocket"]
        command += [word for option in options.items() for word in option]
        command += [word for pair in parameters.items() for word in ("--setParameter", "=".join(pair))]
        return Service(name, tuple(command), accepts(port), grace=20, aloud=False)

    def settle(self) -> None:
        """Make the running nodes one set that accepts writes: begin it, or give it the ports that changed."""
        client: MongoClient[dict[str, Any]] = MongoClient(
            self.members[0], directConnection=True, serverSelectionTimeoutMS=PATIENCE * 1000
        )
        with client:
            config = client.local.system.replset.find_one()
            if config is None:
                client.admin.command("replSetInitiate", self._config(version=1))
            elif [member["host"] for member in config["members"]] != self.members:
                self._move(client, config["version"] + 1)
            self._elect(client)
        self._wait_for_writes()

    def _config(self, version: int) -> dict[str, Any]:
        members = [{"_id": n, "host": host} for n, host in enumerate(self.members)]
        return {"_id": NAME, "version": version, "members": members, "settings": SETTINGS}

    def _move(self, client: MongoClient[dict[str, Any]], version: int) -> None:
        """Give the set the addresses of its members."""
        for _ in self._attempts():
            try:
                client.admin.command("replSetReconfig", self._config(version), force=True)
                return
            except ConnectionFailure:
                continue  # a node hangs up on everybody when its part in the set changes
            except OperationFailure as error:
                if error.code != NOT_YET_INITIALIZED:  # it still looks for itself under the old port
                    raise StartError(f"MongoDB does not take its new ports: {error}") from None

    def _elect(self, client: MongoClient[dict[str, Any]]) -> None:
        """Wait for a primary. Asking the first node to stand saves the seconds until one stands by itself."""
        for _ in self._attempts():
            # The others are not there yet; or this one hangs up, because its part in the set changes.
            with suppress(OperationFailure, ConnectionFailure):
                if client.admin.command("hello").get("primary"):
                    return
                client.admin.command("replSetStepUp")

    def _attempts(self) -> Iterator[None]:
        """Ten a second, until patience ends in a StartError."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            yield
            time.sleep(0.1)
        raise StartError(
            f"MongoDB has no primary after {PATIENCE} s. Its logs are in {self.directory.parent}/log."
        )

    def _wait_for_writes(self) -> None:
        """A majority has to have caught up, or the first writes after this would wait for it."""
        client: MongoClient[dict[str, Any]] = MongoClient(self.uri, timeoutMS=PATIENCE * 1000)
        with client:
            try:
                client.admin.command(
                    "appendOplogNote", data={"wick": "started"}, writeConcern={"w": "majority"}
                )
            except PyMongoError as error:
                raise StartError(f"MongoDB takes no writes: {error}") from None
