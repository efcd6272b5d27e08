"""Every frame that names a room, by every role, over sockets to a real instance."""

import asyncio
from typing import Any, NamedTuple

import pytest
from asgiref.sync import async_to_sync

from chat.actions import tokens
from chat.actions.system_account import system_account
from tests.client import Client, new_id
from tests.instance import Instance
from tests.permissions.test_every_action import ENTER, EVERYONE, ROWS, Place, Row, expected, place_of

pytestmark = pytest.mark.django_db(transaction=True)

WITHOUT_A_ROOM = {"leave", "ping", "watch", "here"}  # or, as `leave`, answered alike for every room
LOOK = Row(lambda by, place: None, EVERYONE)  # what needs no more than the room


class Sent(NamedTuple):
    """`action`: the one that it calls; empty for a frame that only looks."""

    action: str
    fields: dict[str, Any]
    has_answer: bool = True


# In an order in which each is possible after those before it.
FRAMES: dict[str, Sent] = {
    "join": Sent("", {}),
    "history": Sent("", {}),
    "counts": Sent("", {}),
    "pins": Sent("", {}),
    "typing": Sent("", {}, has_answer=False),
    "read": Sent("read_markers.mark_unread", {"seq": 0, "back": True}, has_answer=False),
    "draft": Sent("drafts.keep_draft", {"text": "later"}, has_answer=False),
    "level": Sent("own_settings.set_level", {"level": "mentions"}),
    "favourite": Sent("own_settings.set_favourite", {"on": True}),
    "follow": Sent("followed_threads.follow_thread", {"on": True}),
    "keep": Sent("kept.keep", {"on": True}),
    "post": Sent("messages.post", {"text": "hello"}),
    "react": Sent("messages.react", {"emoji": "👍", "on": True}),
    "pin": Sent("messages.pin", {"on": True}),
    "edit": Sent("messages.edit", {"text": "changed"}),
    "delete": Sent("messages.delete", {}),
}
OF_A_MESSAGE = {"follow", "keep", "react", "pin", "edit", "delete"}


async def answered(program: Client, place: Place, type: str, frame: Sent) -> str | None:
    """The code of the refusal, None where it was done."""
    fields = {**frame.fields, "room": place.room, "id": new_id()}
    if type in OF_A_MESSAGE:
        fields["seq"] = place.seq
    if frame.has_answer:
        answer = await program.answer_to(type, **fields)
        return str(answer["code"]) if answer["type"] == "error" else None
    await program.send(type, **fields)
    await program.settle()
    errors = [each["code"] for each in program.all("error") if each.get("id") == fields["id"]]
    return str(errors[0]) if errors else None


async def all_answers(url: str, token: str, place: Place) -> dict[str, str | None]:
    async with Client(url, token=token) as program:
        return {type: await answered(program, place, type, frame) for type, frame in FRAMES.items()}


@pytest.mark.parametrize("name", sorted(EVERYONE))
@pytest.mark.parametrize("kind", ENTER)
def test_a_frame_is_answered_as_the_action_says(live_server_process: Instance, kind: str, name: str) -> None:
    place = place_of(kind)
    token = async_to_sync(tokens.create)(system_account(), place.people[name], days=1)
    found = asyncio.run(all_answers(live_server_process.ws_url, token, place))
    assert found == {
        type: expected(ROWS.get(frame.action, LOOK), kind, name) for type, frame in FRAMES.items()
    }
