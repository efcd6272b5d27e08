"""Names of rooms in messages: links for those who may see the room, and text for everyone else."""

import uuid

from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages, moderation, rooms
from chat.models import Room, User


def post(user: User, room: Room, text: str) -> int:
    return int(async_to_sync(messages.post)(user, room.pk, str(uuid.uuid4()), text, None))


def test_a_name_is_a_link_for_who_may_see_the_room_and_text_for_others(
    as_ann: Client, as_bob: Client, ann: User, garden: Room
) -> None:
    async_to_sync(rooms.create)(ann, "cellar", private=True)
    seq = post(ann, garden, "see #Garden, #cellar and #nowhere")
    link = '<a class="room-name" href="/rooms/{}/">#{}</a>'
    for path in ("/rooms/garden/", f"/rooms/garden/{seq}/"):
        to_ann, to_bob = (client.get(path).content.decode() for client in (as_ann, as_bob))
        assert link.format("garden", "Garden") in to_ann
        assert link.format("cellar", "cellar") in to_ann
        assert link.format("garden", "Garden") in to_bob
        assert "and #nowhere" in to_ann
        assert ", #cellar and #nowhere" in to_bob


def test_the_page_asks_which_names_lead_somewhere(
    as_ann: Client, as_bob: Client, ann: User, bob: User, garden: Room
) -> None:
    async_to_sync(rooms.create)(ann, "cellar", private=True)
    query = {"name": ["garden", "cellar", "nowhere"]}
    assert as_ann.get("/room-names/", query).json() == {"rooms": ["cellar", "garden"]}
    assert as_bob.get("/room-names/", query).json() == {"rooms": ["garden"]}
    async_to_sync(moderation.ban)(ann, garden.pk, str(bob.pk))
    assert as_bob.get("/room-names/", query).json() == {"rooms": []}


def test_only_the_first_names_are_looked_up(as_ann: Client, garden: Room) -> None:
    names = [f"n{number}" for number in range(50)]
    assert as_ann.get("/room-names/", {"name": [*names, "garden"]}).json() == {"rooms": []}
