"""The settings of a room, each part of which is a form."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships
from chat.models import AuditEntry, Membership, Room, User
from chat.protocol.policy import Policy

PAGE = "/rooms/garden/settings/"


def save(client: Client, part: str, **fields: Any) -> str:
    answer = client.post(PAGE, {"part": part, **fields}, follow=True)
    return str(answer.content.decode())


def test_title_and_topic(as_ann: Client, garden: Room) -> None:
    assert "Title and topic saved." in save(as_ann, "name", title="The garden", topic="Only slugs")
    garden.refresh_from_db()
    assert (garden.title, garden.topic) == ("The garden", "Only slugs")
    room = as_ann.get("/rooms/garden/").content.decode()
    assert "Ann Ash changed the title to “The garden”. Ann Ash changed the topic to “Only slugs”." in room


def test_rules(as_ann: Client, garden: Room) -> None:
    rules = {
        "post": "moderators",
        "invite": "everyone",
        "pin": "everyone",
        "mention": "moderators",
        "slow": "30",
    }
    assert "Rules saved." in save(as_ann, "rules", **rules)
    garden.refresh_from_db()
    assert garden.policy == Policy(post="moderators", mention="moderators", slow=30)
    page = as_ann.get(PAGE).content.decode()
    assert '<option value="30" selected>30 s</option>' in page


def test_a_rule_that_is_not_offered_is_refused(as_ann: Client, garden: Room) -> None:
    save(as_ann, "rules", post="nobody", invite="everyone", mention="everyone", slow="-1")
    garden.refresh_from_db()
    assert garden.policy == Policy()


def test_an_owner_hands_the_room_over(as_ann: Client, bob: User, garden: Room) -> None:
    assert "Hand over" not in as_ann.get(PAGE).content.decode()  # nobody else is there
    async_to_sync(memberships.join)(bob, garden.pk)
    assert "The room has a new owner." in save(as_ann, "owner", successor=str(bob.pk))
    roles = dict(Membership.objects.filter(room="garden").values_list("user__username", "role"))
    assert roles == {"ann": "moderator", "bob": "owner"}


def test_an_owner_is_led_to_the_kind_of_the_room(as_ann: Client, bob: User, garden: Room) -> None:
    page = as_ann.get(PAGE).content.decode()
    assert "Public: everyone can find the room and join it." in page
    assert 'href="/rooms/garden/kind/"' in page
    async_to_sync(memberships.join)(bob, garden.pk)
    save(as_ann, "owner", successor=str(bob.pk))  # a moderator now
    assert "/rooms/garden/kind/" not in as_ann.get(PAGE).content.decode()


def test_the_staff_archives_the_room_and_opens_it_again(as_ann: Client, ann: User, garden: Room) -> None:
    assert "Archive the room" not in as_ann.get(PAGE).content.decode()
    save(as_ann, "archive", reason="quiet")
    assert not Room.objects.get().is_archived
    ann.role = User.Role.MODERATOR
    ann.save()
    assert "Room archived." in save(as_ann, "archive", reason="quiet")
    page = as_ann.get(PAGE).content.decode()
    assert "Unarchive the room" in page
    assert "Save rules" not in page
    assert "Room unarchived." in save(as_ann, "archive")
    kept = AuditEntry.objects.order_by("at", "id").values_list("action", "reason")
    assert list(kept) == [("archive room", "quiet"), ("unarchive room", "")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_members_have_no_settings_there(as_bob: Client, bob: User, garden: Room, method: str) -> None:
    async_to_sync(memberships.join)(bob, garden.pk)
    assert getattr(as_bob, method)(PAGE, {"part": "name", "topic": "x"}).status_code == 403
    assert "/settings/" not in as_bob.get("/rooms/garden/people/").content.decode()
