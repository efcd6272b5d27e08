"""Private rooms and direct conversations on pages, without scripts."""

import re
import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import conversations, memberships, messages, rooms
from chat.models import Instance, Membership, Room, User
from chat.realtime import heartbeat


@pytest.fixture
def cid(transactional_db: None) -> User:
    return User.objects.create_user("cid", name="Cid")


@pytest.fixture
def as_cid(cid: User) -> Client:
    """Somebody who is in none of the rooms here."""
    client = Client()
    client.force_login(cid)
    return client


@pytest.fixture
def cellar(ann: User, bob: User) -> Room:
    """A private room of Ann's, in which Bob is and Ann wrote."""
    made = async_to_sync(rooms.create)(ann, "cellar", "", "What nobody knows", private=True)
    async_to_sync(memberships.add)(ann, made.pk, [str(bob.pk)])
    async_to_sync(messages.post)(ann, made.pk, str(uuid.uuid4()), "a secret")
    return made


@pytest.fixture
def conversation(ann: User, bob: User) -> Room:
    found = async_to_sync(conversations.open_conversation)(ann, [str(bob.pk)])
    async_to_sync(messages.post)(ann, found.pk, str(uuid.uuid4()), "between us")
    return found


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_who_is_no_member_finds_no_trace_of_it(
    as_cid: Client, as_bob: Client, cellar: Room, conversation: Room
) -> None:
    for address in ("/rooms/", "/rooms/?q=cellar", "/rooms/?show=others", "/rooms/?q=nobody", "/"):
        page = text(as_cid.get(address, follow=True))
        assert "cellar" not in page.replace("“cellar”", "")
        assert "What nobody knows" not in page
        assert conversation.pk not in page
    assert "0 rooms" in text(as_cid.get("/rooms/"))
    assert "cellar" in text(as_bob.get("/rooms/?show=mine"))
    assert "cellar" in text(as_bob.get("/rooms/"))
    listed = [line.room.pk for line in as_bob.get("/rooms/").context["page"].lines]
    assert listed == ["cellar"]


def test_a_private_address_is_refused_as_that_of_a_deleted_room(as_cid: Client, cellar: Room) -> None:
    page = text(as_cid.post("/open-a-room/", {"slug": "cellar"}))
    assert "The address “cellar” is not available. Choose another one." in page
    assert "already" not in page


def test_a_private_room_is_created_and_people_are_added(
    as_ann: Client, ann: User, bob: User, cid: User
) -> None:
    made = as_ann.post("/open-a-room/", {"slug": "attic", "private": "on"})
    assert made["Location"] == "/rooms/attic/"
    assert Room.objects.get(pk="attic").kind == Room.Kind.PRIVATE
    asked = as_ann.get("/rooms/attic/people/add/", {"q": "CI"})
    assert "everything that was ever written" in text(asked)
    assert [each.username for each in asked.context["picker"].found] == ["cid"]
    chosen = as_ann.get("/rooms/attic/people/add/", {"with": ["cid", "bob"]})
    assert "Add 2 people" in text(chosen)
    added = as_ann.post("/rooms/attic/people/add/", {"with": ["cid", "bob"]}, follow=True)
    assert "Added to #attic: Cid, Bob." in text(added)
    assert "Ann Ash added Cid." in text(added)
    assert Membership.objects.filter(room="attic").count() == 3


def test_a_member_is_removed_and_finds_it_no_longer(
    as_ann: Client, as_bob: Client, cellar: Room, bob: User
) -> None:
    assert as_bob.get("/rooms/cellar/").status_code == 200
    assert as_bob.post("/rooms/cellar/people/ann/remove/").status_code == 403
    assert "no longer find it" in text(as_ann.get("/rooms/cellar/people/bob/remove/"))
    page = as_ann.post("/rooms/cellar/people/bob/remove/", {"reason": "x"}, follow=True)
    assert "Ann Ash removed Bob." in text(page)
    assert as_bob.get("/rooms/cellar/").status_code == 404
    assert "cellar" not in text(as_bob.get("/rooms/", follow=True))


def test_a_room_becomes_private_and_public_again(as_ann: Client, as_bob: Client, garden: Room) -> None:
    assert as_bob.get("/rooms/garden/").status_code == 200
    assert as_bob.post("/rooms/garden/kind/", {"private": "1"}).status_code == 403
    assert "Everyone else leaves at once" in text(as_ann.get("/rooms/garden/kind/"))
    page = as_ann.post("/rooms/garden/kind/", {"private": "1"}, follow=True)
    assert "Ann Ash made the room private." in text(page)
    assert as_bob.get("/rooms/garden/").status_code == 404
    assert as_bob.post("/rooms/garden/join/").status_code == 404
    assert "was private" in text(as_ann.get("/rooms/garden/kind/"))
    as_ann.post("/rooms/garden/kind/", {})
    assert as_bob.get("/rooms/garden/").status_code == 200


def test_a_conversation_is_opened_and_found_again(
    as_ann: Client, as_bob: Client, ann: User, bob: User
) -> None:
    opened = as_ann.post("/conversations/", {"with": "bob"})
    again = as_bob.post("/conversations/", {"with": ["ann", "ANN", "bob"]})
    assert opened["Location"] == again["Location"]
    assert re.fullmatch(r"/conversations/d_[0-9a-f]{32}/", opened["Location"])
    form = {"text": "just for you", "id": str(uuid.uuid4())}
    assert as_ann.post(opened["Location"], form).status_code == 302
    page = as_bob.get(opened["Location"])
    assert "just for you" in text(page)
    assert page.context["room_name"] == "Ann Ash"
    assert page.context["own_conversations"][0].unread.for_me == 1
    assert as_bob.get(f"{opened['Location']}1/").status_code == 200
    assert as_bob.post(f"{opened['Location']}1/react/", {"add_emoji": "👍"}).status_code == 302
    [line] = as_bob.get("/rooms/").context["own_conversations"]
    assert line.room.get_absolute_url() == opened["Location"]
    assert as_ann.get("/").headers["Location"] == opened["Location"]


@pytest.mark.usefixtures("cid")
def test_nobody_changes_who_is_in_a_conversation(as_ann: Client, conversation: Room) -> None:
    User.objects.filter(username="ann").update(is_staff=True)
    for what in ("join", "leave", "kind", "people/add", "people/bob/ban", "people/bob/remove"):
        form = {"with": "cid", "confirm": "1", "topic": "x", "private": "1"}
        answer = as_ann.post(f"/rooms/{conversation.slug}/{what}/", form)
        assert answer.status_code == 403, what
    assert Membership.objects.filter(room=conversation.pk).count() == 2


@pytest.mark.usefixtures("bob", "cid")
def test_notes_to_oneself_and_a_group(as_ann: Client) -> None:
    notes = as_ann.post("/conversations/", {}, follow=True)
    assert notes.context["room_name"] == "Notes to yourself"
    group = as_ann.post("/conversations/", {"with": ["bob", "cid"]}, follow=True)
    assert group.context["room_name"] == "Bob and Cid"
    assert as_ann.post("/conversations/", {"with": "nobody"}).status_code == 404
    for number in range(9):
        User.objects.create_user(f"more{number}")
    names = [f"more{number}" for number in range(9)]
    assert as_ann.post("/conversations/", {"with": names}).status_code == 400


@pytest.mark.usefixtures("bob")
def test_nothing_of_it_is_made_while_an_older_version_serves(as_ann: Client) -> None:
    """It would show everyone what is private."""
    now = {
        "started_at": heartbeat.datetime.now(heartbeat.UTC),
        "seen_at": heartbeat.datetime.now(heartbeat.UTC),
    }
    Instance.objects.create(name="old", layer="redis", pid=1, level=heartbeat.KNOWS_BOTH_KEYS, **now)
    for address, form in (
        ("/open-a-room/", {"slug": "attic", "private": "on"}),
        ("/conversations/", {"with": "bob"}),
    ):
        answer = as_ann.post(address, form)
        assert answer.status_code == 503
        assert "being upgraded" in text(answer)
    assert not Room.objects.exists()
    assert as_ann.post("/open-a-room/", {"slug": "attic"}).status_code == 302


def test_a_guest_learns_nothing_of_people_with_whom_they_share_no_room(
    as_cid: Client, ann: User, cid: User, garden: Room
) -> None:
    User.objects.filter(pk=cid.pk).update(is_guest=True)
    User.objects.create_user("dora", name="Dora Dune")
    own = async_to_sync(rooms.create)(ann, "own")
    async_to_sync(memberships.add)(ann, own.pk, [str(cid.pk)])
    for address in (
        "/conversations/new/?with={}",
        "/rooms/own/people/add/?with={}",
        "/rooms/own/people/{}/remove/",
        "/rooms/own/people/{}/ban/",
    ):
        answers = [as_cid.get(address.format(name)) for name in ("dora", "none")]
        shown = [
            text(answer).replace(name, "NAME") for answer, name in zip(answers, ("dora", "none"), strict=True)
        ]
        assert shown[0] == shown[1], address
        assert answers[0].status_code == answers[1].status_code
        assert "Dune" not in shown[0]
    for what in ("unban", "moderator", "ban"):
        answers = [as_cid.post(f"/rooms/own/people/{name}/{what}/") for name in ("dora", "none")]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert "Ann Ash" in text(as_cid.get("/conversations/new/?with=ann"))


def test_a_guest_who_moderates_lifts_the_ban_of_somebody(
    as_cid: Client, ann: User, bob: User, cid: User
) -> None:
    own = async_to_sync(rooms.create)(ann, "own")
    async_to_sync(memberships.set_moderator)(ann, own.pk, str(cid.pk), True)
    User.objects.filter(pk=cid.pk).update(is_guest=True)
    async_to_sync(memberships.join)(bob, own.pk)
    assert as_cid.post("/rooms/own/people/bob/ban/").status_code == 302
    assert as_cid.post("/rooms/own/people/bob/unban/").status_code == 302


def test_only_who_moderates_is_asked_for_a_reason(as_ann: Client, as_bob: Client, garden: Room) -> None:
    as_bob.post("/rooms/garden/join/")
    assert as_bob.get("/rooms/garden/people/ann/ban/").status_code == 403
    assert as_ann.get("/rooms/garden/people/bob/ban/").status_code == 200
