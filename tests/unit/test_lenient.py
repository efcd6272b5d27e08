"""What another version has added to what it says is left out; what is known is handled."""

import json
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.protocol.compatibility import call_with_fields, call_with_items
from chat.realtime.hub import Hub
from chat.realtime.sockets import QueuedSocket
from tests.unit.hubs import live_room

BOB = Actor(id="b", key="b", username="bob", name="Bob")


async def send_nothing(message: Any) -> None:
    """A client that takes everything."""


class Handler:
    def named(self, room: str, user: str = "nobody") -> tuple[str, str]:
        return room, user

    def placed(self, sender: str, room: str) -> tuple[str, str]:
        return sender, room


def test_fields_that_the_handler_does_not_name_are_left_out() -> None:
    assert call_with_fields(Handler().named, {"room": "general", "colour": "red"}) == ("general", "nobody")


def test_items_beyond_those_that_the_handler_takes_are_left_out() -> None:
    assert call_with_items(Handler().placed, "one", "general", "more", 7) == ("one", "general")


def test_a_function_takes_items_as_a_method_does() -> None:
    assert call_with_items(lambda sender: sender, "one", "more") == "one"


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(TypeError, match="room"):
        call_with_fields(Handler().named, {"user": "ada"})


async def test_a_layer_message_with_more_items_is_handled() -> None:
    hub = Hub()
    newer = {"from": "newer/1", "more": 1, "items": [
        ["here", {"general": [["a", "ada", "Ada", "more"]]}, "more"],
        ["beat", "more"], ["unknown", 1], ["read", "a", "general", 3, "more"],
    ]}  # fmt: skip
    room = live_room(hub, "general")
    room.enter(QueuedSocket(send_nothing, Credentials(BOB)))
    hub.bus.receive(0, newer)
    [body] = hub.presence.frame("general").bodies
    assert [user["name"] for user in json.loads(body)["online"]] == ["Bob", "Ada"]
