"""What other processes say of who is there."""

import json

import pytest

from chat.hub import Hub


@pytest.fixture
async def hub() -> Hub:
    return Hub()


async def test_what_a_newer_version_says_besides_is_passed_over(hub: Hub) -> None:
    hub.presence.heard("newer", {"tea": [["a", "ada", "Ada", "busy"]]})
    assert json.loads(hub.presence.frame("tea"))["online"] == [{"id": "a", "username": "ada", "name": "Ada"}]
