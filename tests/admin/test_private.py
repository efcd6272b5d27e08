"""What the staff sees in the admin of private rooms and direct conversations."""

import asyncio
import uuid

import pytest
from django.contrib.admin.utils import quote
from django.core.management import call_command
from django.test import Client

from chat.actions import conversations, memberships, messages, rooms
from chat.actors.actor import Actor
from chat.models import AuditEntry, Event, Membership, Room, User
from tests.admin.conftest import Moderate, page


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob", name="Bob")


@pytest.fixture
def conversation(ann: User, bob: User) -> Room:
    """In which ann said something that is for bob alone."""

    async def talk() -> Room:
        found = await conversations.open_conversation(ann, [str(bob.pk)])
        await messages.post(ann, found.pk, str(uuid.uuid4()), "a quiet word")
        return found

    return asyncio.run(talk())


@pytest.fixture
def cellar(ann: User, bob: User) -> Room:
    """A private room of ann's, in which bob is."""

    async def make() -> Room:
        made = await rooms.create(Actor.of(ann), "cellar", private=True)
        await memberships.add(ann, made.pk, [str(bob.pk)])
        return made

    return asyncio.run(make())


@pytest.mark.usefixtures("room")
def test_a_direct_conversation_is_nowhere(root: Client, conversation: Room) -> None:
    event = Event.objects.get(room=conversation.pk)
    for address in (
        "/admin/chat/room/",
        "/admin/chat/event/?kind=all",
        "/admin/chat/event/?q=quiet",
        "/admin/chat/event/?q=@ann",
        f"/admin/chat/event/?q={conversation.pk}/",
        f"/admin/chat/event/?q={event.pk.partition('/')[2]}",
        "/admin/chat/notice/",
        "/admin/chat/auditentry/",
    ):
        shown = page(root.get(address))
        assert "a quiet word" not in shown
        if address != f"/admin/chat/event/?q={conversation.pk}/" and "notice" not in address:
            assert conversation.pk not in shown
    for model, key in (("room", conversation.pk), ("event", event.pk)):
        quoted = key.replace("_", "_5F").replace("/", "_2F")
        assert root.get(f"/admin/chat/{model}/{quoted}/change/").status_code == 302
    asked = {"app_label": "chat", "model_name": "ban", "field_name": "room", "term": conversation.slug[:4]}
    assert root.get("/admin/autocomplete/", asked).json()["results"] == []


def test_nothing_is_done_to_a_direct_conversation(
    root: Client, conversation: Room, ann: User, bob: User, moderate: Moderate
) -> None:
    event = Event.objects.get(room=conversation.pk)
    assert moderate(root, "event", "delete", event.pk, reason="x") == ""
    for action in ("kick", "ban_user", "make_moderator"):
        moderate(root, "user", action, bob.pk, room=conversation.pk, reason="x")
    roles = Membership.objects.filter(room=conversation.pk).values_list("user", "role")
    assert sorted(roles) == sorted([(ann.pk, "member"), (bob.pk, "member")])
    assert Event.objects.filter(room=conversation.pk).count() == 1


@pytest.mark.usefixtures("room")
def test_a_private_room_is_listed_by_its_kind_and_moderated(
    staff: Client, cellar: Room, bob: User, moderate: Moderate
) -> None:
    listed = staff.get("/admin/chat/room/", {"kind": "private"}).context["cl"].result_list
    assert [room.slug for room in listed] == ["cellar"]
    listed = staff.get("/admin/chat/room/", {"kind": "public"}).context["cl"].result_list
    assert [room.slug for room in listed] == ["general"]
    assert "ann, bob" in page(staff.get("/admin/chat/room/cellar/change/"))
    assert moderate(staff, "user", "kick", bob.pk, room="cellar", reason="rude") == "Removed: bob."
    assert not Membership.objects.filter(room="cellar", user=bob.pk).exists()


def test_what_was_done_there_by_command_is_not_in_the_audit_log(root: Client, conversation: Room) -> None:
    call_command("deletemessage", conversation.slug, "1", reason="asked for")
    entry = AuditEntry.objects.get(room=conversation.pk)
    assert "asked for" not in page(root.get("/admin/chat/auditentry/"))
    for term in (conversation.pk, "ann", "workspace"):
        assert "asked for" not in page(root.get("/admin/chat/auditentry/", {"q": term}))
    assert root.get(f"/admin/chat/auditentry/{entry.pk}/change/").status_code == 302
    assert "a quiet word" not in page(root.get("/admin/chat/event/?kind=all"))


@pytest.mark.parametrize(
    "lookup", ["room", "room__kind", "room__id__startswith", "text__contains", "author", "members__user", "e"]
)
def test_no_list_is_filtered_by_what_is_hidden(root: Client, conversation: Room, lookup: str) -> None:
    for model in ("event", "room", "auditentry", "ban", "notice"):
        answer = root.get(f"/admin/chat/{model}/", {lookup: conversation.pk}, follow=True)
        assert "a quiet word" not in answer.content.decode()
        if model != "notice":
            assert f"{conversation.pk}/" not in answer.content.decode().replace("%2F", "/")


def test_no_page_about_an_event_of_it_is_there(root: Client, conversation: Room) -> None:
    event = Event.objects.get(room=conversation.pk)
    for what in ("change", "history", "delete"):
        answer = root.get(f"/admin/chat/event/{quote(event.pk)}/{what}/", follow=True)
        assert "a quiet word" not in answer.content.decode()
