"""Who plays in the tests: an owner, members, a moderator, and those who must never see or do anything."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.backstage import Backstage
from tests.client import Client
from tests.instance import Instance
from tests.supervised import Supervised


@dataclass(frozen=True)
class Player:
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

    def at(self, instance: Instance) -> Client:
        """A program of theirs that connects to this instance."""
        return Client(instance.ws_url, token=self.token)

    def browsing(self, instance: Instance, origin: str | None = None) -> Client:
        """A browser of theirs, on a page of the instance itself or of `origin`."""
        return Client(instance.ws_url, cookie=self.cookie, origin=origin or instance.url)


@dataclass(frozen=True)
class Cast:
    owner: Player
    moderator: Player
    member: Player
    other: Player  # another member
    outsider: Player  # belongs to no room
    banned: Player  # from every room that is made here
    suspended: Player
    staff: Player


class Stage:
    """The database of the socket tests, with its cast. Of its own: the others are emptied after each test."""

    def __init__(self, mongodb_uri: str) -> None:
        self.mongodb_uri = urlsplit(mongodb_uri)._replace(path="/wick_stage").geturl()
        self.backstage = Backstage({"MONGODB_URI": self.mongodb_uri})
        self.backstage("migrate")
        names = Cast.__annotations__
        self.cast = Cast(**{name: self.player(name, staff=name == "staff") for name in names})
        self.backstage("suspend", person=self.cast.suspended.id)

    def player(self, username: str, **more: Any) -> Player:
        return Player(**self.backstage("person", username=username, name=username.capitalize(), **more))

    def passer_by(self) -> Player:
        """Somebody new, for tests that do them harm."""
        return self.player(f"p{uuid.uuid4().hex[:10]}")

    def room(self) -> str:
        """A new public room."""
        cast = self.cast
        made = self.backstage(
            "room",
            slug=f"r-{uuid.uuid4().hex[:12]}",
            owner=cast.owner.id,
            moderators=[cast.moderator.id],
            banned=[cast.banned.id],
        )
        return str(made)

    def instance(self, name: str, *arguments: str, **environ: str) -> Instance:
        return Instance(name, {"MONGODB_URI": self.mongodb_uri, **environ}, *arguments)


@pytest.fixture(scope="session")
def stage(servers: Supervised) -> Iterator[Stage]:
    stage = Stage(servers.said("MONGODB_URI"))
    yield stage
    stage.backstage.close()


@pytest.fixture(scope="session")
def cast(stage: Stage) -> Cast:
    return stage.cast


@pytest.fixture(scope="session")
def backstage(stage: Stage) -> Backstage:
    return stage.backstage


@pytest.fixture
def room(stage: Stage) -> str:
    """A room that nobody has said anything in."""
    return stage.room()
