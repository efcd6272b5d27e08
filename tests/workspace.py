"""The accounts of the tests: an owner, members, a moderator, and those who must never see or do anything."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.supervisor import Supervisor


@dataclass(frozen=True)
class Account:
    """Somebody with an account. `token` is for programs, `cookie` a browser's session."""

    id: str
    username: str
    name: str
    token: str
    cookie: str

    @property
    def author(self) -> dict[str, str]:
        """As frames show them."""
        return {"id": self.id, "username": self.username, "name": self.name}

    def at(self, instance: Instance, **options: Any) -> Client:
        """A program of theirs that connects to this instance."""
        return Client(instance.ws_url, token=self.token, **options)

    def browsing(self, instance: Instance, origin: str | None = None) -> Client:
        """A browser of theirs, on a page of the instance itself or of `origin`."""
        return Client(instance.ws_url, cookie=self.cookie, origin=origin or instance.url)


@dataclass(frozen=True)
class Accounts:
    owner: Account
    moderator: Account
    member: Account
    other: Account  # another member
    outsider: Account  # belongs to no room
    banned: Account  # from every room that is made here
    suspended: Account
    staff: Account


class Workspace:
    """A database with accounts, for tests over real sockets. Unlike others, no test empties it."""

    def __init__(self, mongodb_uri: str, database: str = "wick_workspace") -> None:
        self.mongodb_uri = urlsplit(mongodb_uri)._replace(path=f"/{database}").geturl()
        self.actions = ActionsProcess({"MONGODB_URI": self.mongodb_uri})
        self.actions("migrate")
        names = Accounts.__annotations__
        self.accounts = Accounts(**{name: self.account(name, staff=name == "staff") for name in names})
        self.actions("suspend", user=self.accounts.suspended.id)

    def account(self, username: str, **more: Any) -> Account:
        return Account(**self.actions("account", username=username, name=username.capitalize(), **more))

    def new_account(self) -> Account:
        """Somebody new, for tests that do them harm."""
        return self.account(f"p{uuid.uuid4().hex[:10]}")

    def room(self) -> str:
        """A new public room."""
        accounts = self.accounts
        made = self.actions(
            "room",
            slug=f"r-{uuid.uuid4().hex[:12]}",
            owner=accounts.owner.id,
            moderators=[accounts.moderator.id],
            banned=[accounts.banned.id],
        )
        return str(made)

    def instance(self, name: str, *arguments: str, **environ: str) -> Instance:
        return Instance(name, {"MONGODB_URI": self.mongodb_uri, **environ}, *arguments)

    @contextmanager
    def running(self, name: str, *arguments: str, **environ: str) -> Iterator[Instance]:
        """An instance that is started now, and ended afterwards."""
        instance = self.instance(name, *arguments, **environ)
        try:
            instance.start()
            yield instance
        finally:
            instance.close()


@pytest.fixture(scope="session")
def workspace(servers: Supervisor) -> Iterator[Workspace]:
    workspace = Workspace(servers.variable("MONGODB_URI"))
    yield workspace
    workspace.actions.close()


@pytest.fixture(scope="session")
def accounts(workspace: Workspace) -> Accounts:
    return workspace.accounts


@pytest.fixture(scope="session")
def actions(workspace: Workspace) -> ActionsProcess:
    return workspace.actions


@pytest.fixture
def room(workspace: Workspace) -> Iterator[str]:
    """A room that nobody has said anything in. Afterwards it is in nobody's list: one with the rooms of all
    tests takes long to draw."""
    room = workspace.room()
    yield room
    workspace.actions("forget_members", room=room)
