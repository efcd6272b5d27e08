"""The people of a room: who moderates, who is banned."""

import uuid

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships, messages, moderation
from chat.models import AuditEntry, Ban, Membership, Room, User
from chat.protocol.errors import Refused


@pytest.fixture
def joined(bob: User, garden: Room) -> User:
    """Bob, as a member of Ann's room."""
    async_to_sync(memberships.join)(bob, garden.pk)
    return bob


def test_moderators_of_a_room_have_a_badge(as_bob: Client, ann: User, joined: User, garden: Room) -> None:
    async_to_sync(messages.post)(ann, garden.pk, str(uuid.uuid4()), "hello")
    badge = '<svg class="icon" aria-hidden="true"><use href="#i-shield"/></svg>owner</span>'
    page = as_bob.get("/rooms/garden/?details").content.decode()
    timeline, pane = page.split('<aside class="details"')
    assert badge in timeline
    assert pane.count(badge) == 1


def test_moderators_and_the_staff_have_theirs(as_bob: Client, joined: User, garden: Room) -> None:
    User.objects.create(username="cid", is_staff=True)
    async_to_sync(messages.post)(User.objects.get(username="cid"), garden.pk, str(uuid.uuid4()), "hello")
    async_to_sync(memberships.set_moderator)(
        User.objects.get(username="ann"), garden.pk, str(joined.pk), True
    )
    async_to_sync(messages.post)(joined, garden.pk, str(uuid.uuid4()), "hello")
    page = as_bob.get("/rooms/garden/").content.decode().split('<aside class="details"')[0]
    assert "</svg>staff</span>" in page
    assert "</svg>moderator</span>" in page


def test_a_moderator_bans_with_a_reason(as_ann: Client, joined: User, garden: Room) -> None:
    assert 'href="/rooms/garden/people/bob/ban/"' in as_ann.get("/rooms/garden/?details").content.decode()
    assert "Ban Bob" in as_ann.get("/rooms/garden/people/bob/ban/").content.decode()
    answer = as_ann.post("/rooms/garden/people/bob/ban/", {"reason": "spam"}, follow=True)
    assert "Bob is banned from #garden." in answer.content.decode()
    assert Ban.objects.get(room=garden.pk, user=joined.pk).reason == "spam"
    assert AuditEntry.objects.values_list("action", "reason").get() == ("ban", "spam")


def test_a_moderator_lifts_a_ban(as_ann: Client, ann: User, joined: User, garden: Room) -> None:
    async_to_sync(moderation.ban)(ann, garden.pk, str(joined.pk), "spam")
    pane = as_ann.get("/rooms/garden/people/").content.decode()
    assert "Banned" in pane
    assert "spam" in pane
    as_ann.post("/rooms/garden/people/bob/unban/")
    assert not Ban.objects.exists()
    assert "Banned" not in as_ann.get("/rooms/garden/people/").content.decode()


def test_members_neither_see_nor_use_moderation(
    as_bob: Client, ann: User, joined: User, garden: Room
) -> None:
    cid = User.objects.create(username="cid")
    async_to_sync(moderation.ban)(ann, garden.pk, str(cid.pk), "spam")
    pane = as_bob.get("/rooms/garden/people/").content.decode()
    assert "Banned" not in pane
    assert "/ban/" not in pane
    assert as_bob.post("/rooms/garden/people/ann/ban/").status_code == 403
    assert as_bob.post("/rooms/garden/people/cid/unban/").status_code == 403
    assert Ban.objects.count() == 1


def test_moderators_are_not_offered_each_other(as_bob: Client, ann: User, joined: User, garden: Room) -> None:
    async_to_sync(memberships.set_moderator)(ann, garden.pk, str(joined.pk), True)
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


def test_the_only_owner_is_asked_who_owns_the_room_next(as_ann: Client, joined: User, garden: Room) -> None:
    assert "Choose a new owner" in as_ann.post("/rooms/garden/leave/").content.decode()
    assert Membership.objects.count() == 2
    assert (
        as_ann.post("/rooms/garden/leave/", {"confirm": "1", "successor": str(joined.pk)}).status_code == 302
    )
    assert list(Membership.objects.values_list("user", "role")) == [(joined.pk, "owner")]


def test_the_only_owner_cannot_leave_members_without_one(as_ann: Client, joined: User, garden: Room) -> None:
    assert "Choose a new owner" in as_ann.post("/rooms/garden/leave/", {"confirm": "1"}).content.decode()
    with pytest.raises(Refused, match="only owner"):
        async_to_sync(memberships.leave)(User.objects.get(username="ann"), garden.pk)
    assert Membership.objects.get(role="owner").user.username == "ann"


def test_an_owner_alone_in_a_room_is_asked_and_leaves(as_ann: Client, garden: Room) -> None:
    assert "its only member" in as_ann.post("/rooms/garden/leave/").content.decode()
    assert as_ann.post("/rooms/garden/leave/", {"confirm": "1"}).status_code == 302
    assert not Membership.objects.exists()
