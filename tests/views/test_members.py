"""The people of a room: who keeps order, who is kept out."""

import uuid

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages, moderation, rooms
from chat.models import AuditEntry, Ban, Membership, Room, User


@pytest.fixture
def joined(bob: User, garden: Room) -> User:
    """Bob, as a member of Ann's room."""
    async_to_sync(rooms.join)(bob, garden.pk)
    return bob


def test_who_keeps_order_has_a_badge(as_bob: Client, ann: User, joined: User, garden: Room) -> None:
    async_to_sync(messages.post)(ann, garden.pk, str(uuid.uuid4()), "hello")
    badge = '<svg class="icon" aria-hidden="true"><use href="#i-shield"/></svg>owner</span>'
    page = as_bob.get("/rooms/garden/").content.decode()
    timeline, pane = page.split('<aside class="details"')
    assert badge in timeline
    assert pane.count(badge) == 1


def test_moderators_and_the_staff_have_theirs(as_bob: Client, joined: User, garden: Room) -> None:
    User.objects.create(username="cid", is_staff=True)
    async_to_sync(messages.post)(User.objects.get(username="cid"), garden.pk, str(uuid.uuid4()), "hello")
    async_to_sync(rooms.set_moderator)(User.objects.get(username="ann"), garden.pk, str(joined.pk), True)
    async_to_sync(messages.post)(joined, garden.pk, str(uuid.uuid4()), "hello")
    page = as_bob.get("/rooms/garden/").content.decode().split('<aside class="details"')[0]
    assert "</svg>staff</span>" in page
    assert "</svg>moderator</span>" in page


def test_a_moderator_bans_with_a_reason(as_ann: Client, joined: User, garden: Room) -> None:
    assert 'href="/rooms/garden/people/bob/ban/"' in as_ann.get("/rooms/garden/").content.decode()
    assert "Ban Bob" in as_ann.get("/rooms/garden/people/bob/ban/").content.decode()
    answer = as_ann.post("/rooms/garden/people/bob/ban/", {"reason": "spam"}, follow=True)
    assert "Bob is banned from #garden." in answer.content.decode()
    assert Ban.objects.get(room=garden.pk, user=joined.pk).reason == "spam"
    assert AuditEntry.objects.values_list("action", "reason").get() == ("ban", "spam")


def test_and_lets_in_again(as_ann: Client, ann: User, joined: User, garden: Room) -> None:
    async_to_sync(moderation.ban)(ann, garden.pk, str(joined.pk), "spam")
    pane = as_ann.get("/rooms/garden/people/").content.decode()
    assert "Not let in" in pane
    assert "spam" in pane
    as_ann.post("/rooms/garden/people/bob/unban/")
    assert not Ban.objects.exists()
    assert "Not let in" not in as_ann.get("/rooms/garden/people/").content.decode()


def test_nobody_else_sees_or_does_that(as_bob: Client, ann: User, joined: User, garden: Room) -> None:
    cid = User.objects.create(username="cid")
    async_to_sync(moderation.ban)(ann, garden.pk, str(cid.pk), "spam")
    pane = as_bob.get("/rooms/garden/people/").content.decode()
    assert "Not let in" not in pane
    assert "/ban/" not in pane
    assert as_bob.post("/rooms/garden/people/ann/ban/").status_code == 403
    assert as_bob.post("/rooms/garden/people/cid/unban/").status_code == 403
    assert Ban.objects.count() == 1


def test_moderators_are_not_offered_each_other(as_bob: Client, ann: User, joined: User, garden: Room) -> None:
    async_to_sync(rooms.set_moderator)(ann, garden.pk, str(joined.pk), True)
    assert "/people/ann/ban/" not in as_bob.get("/rooms/garden/people/").content.decode()
    assert as_bob.post("/rooms/garden/people/ann/ban/").status_code == 403


def test_nobody_of_that_name(as_ann: Client, garden: Room) -> None:
    assert as_ann.get("/rooms/garden/people/nobody/ban/").status_code == 404


def test_a_moderator_makes_moderators_and_members(
    as_ann: Client, as_bob: Client, joined: User, garden: Room
) -> None:
    as_ann.post("/rooms/garden/people/bob/moderator/", {"on": "1"})
    assert "</svg>moderator</span>" in as_ann.get("/rooms/garden/people/").content.decode()
    as_ann.post("/rooms/garden/people/bob/moderator/", {"on": ""})
    assert "</svg>moderator</span>" not in as_ann.get("/rooms/garden/people/").content.decode()
    assert list(AuditEntry.objects.order_by("at").values_list("action", flat=True)) == [
        "make moderator",
        "unmake moderator",
    ]
    assert as_bob.post("/rooms/garden/people/bob/moderator/", {"on": "1"}).status_code == 403


def test_who_moderates_owns_the_room_after_its_owner(
    as_ann: Client, ann: User, joined: User, garden: Room
) -> None:
    refused = as_ann.post("/rooms/garden/leave/")
    assert "Make somebody a moderator, who will own it after you." in refused.content.decode()
    async_to_sync(rooms.set_moderator)(ann, garden.pk, str(joined.pk), True)
    assert as_ann.post("/rooms/garden/leave/").status_code == 302
    assert list(Membership.objects.values_list("user", "role")) == [(joined.pk, "owner")]
