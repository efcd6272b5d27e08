"""Invitation links: who makes them, what they give, and when they end."""

import re
import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import invitations, invited, memberships, moderation, rooms, workspace
from chat.actions.invitations import NewInvitation, Offer
from chat.actions.system_account import system_account
from chat.actions.workspace import WorkspaceChange
from chat.actors.actor import Actor
from chat.models import AuditEntry, Invitation, Membership, Room, User
from chat.permissions.invitations import invalid_link, link_of
from chat.protocol.errors import Refused
from chat.protocol.policy import Policy
from chat.queries import directory
from chat.queries.workspace import SignUp
from chat.views import invitation_list
from tests.mailbox import Mailbox, mailbox
from tests.views.conftest import PASSWORD

__all__ = ["mailbox"]

FORM = {"username": "cid", "name": "Cid", "email": "", "password": PASSWORD}
INVALID = "This invitation is not valid."


def make(by: User | Actor, room: Room | None = None, **offer: Any) -> NewInvitation:
    return async_to_sync(invitations.create)(by, Offer(rooms=[room.pk] if room else [], **offer))


def by_invitation_only() -> None:
    async_to_sync(workspace.change)(system_account(), WorkspaceChange(sign_up=SignUp.INVITATION))


def is_member(username: str, room: Room) -> bool:
    return Membership.objects.filter(user__username=username, room=room.pk).exists()


def is_valid(made: NewInvitation) -> bool:
    try:
        link_of(made.token)
    except Refused:
        return False
    return True


@pytest.fixture
def staff(transactional_db: None) -> User:
    return User.objects.create_user("sam", name="Sam", is_staff=True)


@pytest.fixture
def hideout(ann: User) -> Room:
    """A private room of Ann's."""
    return async_to_sync(rooms.create)(ann, "hideout", "", "Where we hide.", private=True)


# --- using one -----------------------------------------------------------------------------------------


def test_somebody_new_creates_an_account_and_joins(client: Client, staff: User, garden: Room) -> None:
    by_invitation_only()
    made = make(staff, garden)
    page = client.get(made.path).content.decode()
    assert "Sam invites you." in page
    assert "garden" in page
    answer = client.post(made.path, FORM, follow=True)
    assert answer.request["PATH_INFO"] == "/rooms/garden/"
    assert is_member("cid", garden)
    assert AuditEntry.objects.get(action="use invitation").by_name == "Cid"


def test_somebody_signed_in_joins_with_one_press(as_bob: Client, bob: User, ann: User, hideout: Room) -> None:
    made = make(ann, hideout)
    assert "hideout" in as_bob.get(made.path).content.decode()
    assert not is_member("bob", hideout), "a look joins nothing"
    assert as_bob.post(made.path)["Location"] == "/rooms/hideout/"
    assert is_member("bob", hideout)


def test_who_signs_in_first_comes_back_to_the_invitation(
    client: Client, bob: User, ann: User, hideout: Room
) -> None:
    made = make(ann, hideout)
    assert f"/sign-in/?next={made.path}" in client.get(made.path).content.decode()
    signed_in = client.post("/sign-in/", {"username": "bob", "password": PASSWORD, "next": made.path})
    assert signed_in["Location"] == made.path


def test_a_guest_sees_the_rooms_of_the_invitation_alone(
    client: Client, staff: User, garden: Room, ann: User
) -> None:
    async_to_sync(rooms.create)(ann, "shed")
    async_to_sync(workspace.change)(system_account(), WorkspaceChange(default_rooms=["shed"]))
    client.post(make(staff, garden, role="guest").path, FORM)
    assert User.objects.get(username="cid").role == User.Role.GUEST
    assert client.get("/rooms/garden/").status_code == 200
    assert client.get("/rooms/shed/").status_code == 404
    assert not is_member("cid", Room.objects.get(slug="shed"))


def test_somebody_who_is_in_already_does_not_use_it_up(as_ann: Client, ann: User, garden: Room) -> None:
    made = make(ann, garden)
    assert as_ann.post(made.path)["Location"] == "/rooms/garden/"
    assert Invitation.objects.get().used == 0


def test_somebody_who_is_banned_does_not_come_back_by_a_link(
    as_bob: Client, bob: User, ann: User, garden: Room
) -> None:
    async_to_sync(moderation.ban)(ann, garden.pk, str(bob.pk))
    made = make(ann, garden)
    assert as_bob.post(made.path).status_code == 403
    assert not is_member("bob", garden)
    assert is_valid(made)


def test_of_two_who_take_the_last_use_at_once_one_gets_it(ann: User, hideout: Room) -> None:
    made = make(ann, hideout)
    people = [User.objects.create_user(name) for name in ("cid", "dan")]
    refused, ready = list[str](), threading.Barrier(2)

    def take(user: User) -> None:
        ready.wait()
        try:
            async_to_sync(invited.accept)(user, made.token)
        except Refused as refusal:
            refused.append(str(refusal))

    threads = [threading.Thread(target=take, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [str(invalid_link())]
    assert Invitation.objects.get().used == 1
    assert [is_member(user.username, hideout) for user in people].count(True) == 1


def test_a_name_that_is_taken_does_not_use_it_up(client: Client, staff: User, ann: User) -> None:
    made = make(staff)
    assert (
        "This name is already taken." in client.post(made.path, FORM | {"username": "Ann"}).content.decode()
    )
    assert client.post(made.path, FORM).status_code == 302


# --- sign-up rules -----------------------------------------------------------------------------------


def test_a_link_of_a_member_is_for_people_with_an_account(client: Client, ann: User, garden: Room) -> None:
    made = make(ann, garden)
    assert 'name="username"' in client.get(made.path).content.decode(), "while everyone may sign up"
    by_invitation_only()
    page = client.get(made.path).content.decode()
    assert "This link is for people who have an account." in page
    assert 'name="username"' not in page
    client.post(made.path, FORM)
    assert not User.objects.filter(username="cid").exists()


def test_no_link_makes_an_account_where_sign_ups_are_closed(
    client: Client, staff: User, garden: Room
) -> None:
    made = make(staff, garden)
    async_to_sync(workspace.change)(system_account(), WorkspaceChange(sign_up=SignUp.CLOSED))
    assert "Sign-ups are closed." in client.get(made.path).content.decode()
    client.post(made.path, FORM)
    assert not User.objects.filter(username="cid").exists()


# --- the end of one ------------------------------------------------------------------------------------


def _revoke(made: NewInvitation, ann: User, room: Room) -> None:
    async_to_sync(invitations.revoke)(ann, str(made.invitation.pk))


def _expire(made: NewInvitation, ann: User, room: Room) -> None:
    Invitation.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))


def _use(made: NewInvitation, ann: User, room: Room) -> None:
    async_to_sync(invited.accept)(User.objects.create_user("dan"), made.token)


def _suspend(made: NewInvitation, ann: User, room: Room) -> None:
    async_to_sync(moderation.suspend)(system_account(), str(ann.pk))


def _leave(made: NewInvitation, ann: User, room: Room) -> None:
    bob = User.objects.create_user("dan")
    async_to_sync(memberships.set_owner)(system_account(), room.pk, str(bob.pk), True)
    async_to_sync(memberships.leave)(ann, room.pk)


def _policy(made: NewInvitation, ann: User, room: Room) -> None:
    Membership.objects.filter(user=ann.pk).update(role="member")
    async_to_sync(rooms.set_policy)(system_account(), room.pk, Policy(invite="moderators"))


def _guest(made: NewInvitation, ann: User, room: Room) -> None:
    User.objects.filter(pk=ann.pk).update(is_guest=True)


def _archive(made: NewInvitation, ann: User, room: Room) -> None:
    async_to_sync(rooms.archive)(system_account(), room.pk, True)


ENDS = [_revoke, _expire, _use, _suspend, _leave, _policy, _guest, _archive]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__.strip("_"))
def test_a_link_that_ended_says_the_same_whatever_the_reason(
    client: Client, ann: User, hideout: Room, end: Any
) -> None:
    made = make(ann, hideout)
    assert is_valid(made)
    end(made, ann, hideout)
    page = client.get(made.path)
    assert (page.status_code, INVALID in page.content.decode()) == (404, True)
    assert "hideout" not in page.content.decode()
    unknown = client.get("/invite/unknown/").content.decode()
    hidden = re.compile(r'nonce="[^"]+"')
    assert hidden.sub("", page.content.decode()) == hidden.sub("", unknown)


def test_a_link_of_the_staff_ends_when_its_maker_is_no_longer_of_it(staff: User) -> None:
    made = make(staff)
    assert is_valid(made)
    User.objects.filter(pk=staff.pk).update(is_staff=False)
    assert not is_valid(made)


def test_invalid_links_of_one_network_are_limited(client: Client, ann: User, garden: Room) -> None:
    made = make(ann, garden, uses=9)
    for _ in range(60):
        assert client.get(made.path).status_code == 200, "those that work do not count"
    assert {client.get(f"/invite/{uuid.uuid4()}/").status_code for _ in range(50)} == {404}
    assert client.get(made.path).status_code == 429


# --- making one ----------------------------------------------------------------------------------------


def test_the_link_is_shown_once_and_only_its_digest_is_kept(as_ann: Client, garden: Room) -> None:
    form = {"days": "7", "uses": "3"}
    page = as_ann.post("/rooms/garden/invitations/", form, follow=True).content.decode()
    found = re.search(r"http://testserver(/invite/([^/]+)/)", page)
    assert found is not None
    assert as_ann.get(found[1]).status_code == 200
    assert found[2] not in as_ann.get("/rooms/garden/invitations/").content.decode()
    assert found[2] not in str(Invitation.objects.values().get())


def test_a_member_sees_their_own_links_and_a_moderator_all(
    as_bob: Client, as_ann: Client, bob: User, ann: User, garden: Room
) -> None:
    async_to_sync(memberships.join)(bob, garden.pk)
    make(ann, garden)
    make(bob, garden)
    assert as_bob.get("/rooms/garden/invitations/").content.decode().count("Made by") == 1
    assert as_ann.get("/rooms/garden/invitations/").content.decode().count("Made by") == 2


def test_who_may_not_add_people_makes_no_link(as_bob: Client, bob: User, ann: User, garden: Room) -> None:
    assert as_bob.get("/rooms/garden/invitations/").status_code == 403
    async_to_sync(memberships.join)(bob, garden.pk)
    async_to_sync(rooms.set_policy)(ann, garden.pk, Policy(invite="moderators"))
    assert as_bob.post("/rooms/garden/invitations/", {"days": "7", "uses": "1"}).status_code == 403
    with pytest.raises(Refused):
        make(bob, garden)
    assert not Invitation.objects.exists()


def test_the_staff_makes_no_link_to_a_private_room_that_it_is_not_in(staff: User, hideout: Room) -> None:
    with pytest.raises(Refused, match="This room is not available"):
        make(staff, hideout)


def test_members_invite_no_guests_and_nobody_to_the_workspace(ann: User, garden: Room) -> None:
    for offer in (lambda: make(ann), lambda: make(ann, garden, role="guest")):
        with pytest.raises(Refused, match="Only the staff"):
            offer()


def test_a_private_room_is_not_named_in_the_list_of_the_workspace(
    client: Client, staff: User, ann: User, hideout: Room
) -> None:
    make(ann, hideout)
    client.force_login(staff)
    page = client.get("/settings/invitations/").content.decode()
    assert "1 other room" in page
    assert "hideout" not in page


def test_a_link_is_revoked_by_its_maker_and_to_others_it_is_not_there(
    as_ann: Client, as_bob: Client, ann: User, garden: Room
) -> None:
    made = make(ann, garden)
    path = f"/settings/invitations/{made.invitation.pk}/revoke/"
    assert as_bob.post(path).status_code == 404
    assert is_valid(made)
    assert (
        as_ann.post(path, {"back": "/rooms/garden/invitations/"})["Location"] == "/rooms/garden/invitations/"
    )
    assert not is_valid(made)
    assert AuditEntry.objects.filter(action="revoke invitation", by=ann.pk).count() == 1


@pytest.mark.parametrize("path", ["/settings/invitations/", "/rooms/garden/invitations/"])
def test_older_invitations_follow_on_further_pages(
    client: Client, staff: User, garden: Room, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(invitation_list, "SHOWN", 2)
    made = [make(staff, garden).invitation.pk for _ in range(5)]
    at = Invitation.objects.get(pk=made[1]).created_at
    Invitation.objects.filter(pk__in=made[1:3]).update(created_at=at)  # at the same moment
    client.force_login(staff)
    found: list[list[str]] = []
    query: str | None = ""
    while query is not None:
        page = client.get(path + query).content.decode()
        found.append(re.findall(r"invitations/([0-9a-f-]{36})/revoke", page))
        older = re.search(r'href="(\?before=[^"]+)"', page)
        query = older[1] if older else None
    assert [len(each) for each in found] == [2, 2, 1]
    assert sorted(id for each in found for id in each) == sorted(str(pk) for pk in made)
    assert found[0] == [str(made[4]), str(made[3])]


@pytest.mark.parametrize("before", ["x", "1-1", "9" * 14 + "-" + "f" * 32, "\0"])
def test_any_position_is_a_page(client: Client, staff: User, before: str) -> None:
    client.force_login(staff)
    assert client.get("/settings/invitations/", {"before": before}).status_code == 200


def test_rooms_are_ticked_and_those_that_are_not_shown_are_searched_for(
    client: Client, staff: User, garden: Room, hideout: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async_to_sync(rooms.create)(staff, "attic")
    monkeypatch.setattr(directory, "PAGE", 1)
    client.force_login(staff)
    page = client.get("/settings/invitations/").content.decode()
    assert 'value="attic"' in page
    assert 'value="garden"' not in page
    form = {"rooms": "attic", "role": "member", "days": "30", "uses": "7"}
    found = client.post("/settings/invitations/", {**form, "q": "garden", "find": "1"}).content.decode()
    assert re.search(r'value="attic"[^>]*checked', found), "what was ticked stays"
    assert 'value="garden"' in found
    assert 'value="7"' in found
    assert not Invitation.objects.exists()
    client.post("/settings/invitations/", {**form, "rooms": ["attic", "garden"]})
    assert sorted(Invitation.objects.get().rooms) == ["attic", "garden"]
    answer = client.post("/settings/invitations/", {**form, "rooms": "hideout"})
    assert 'id="id_rooms_error"' in answer.content.decode(), "one that they do not see is not there"


def test_one_person_makes_only_so_many(ann: User, garden: Room, settings: Any) -> None:
    settings.WICK_LIMIT_INVITATIONS = (2, 3600)
    make(ann, garden)
    make(ann, garden)
    with pytest.raises(Refused, match="many invitations"):
        make(ann, garden)


# --- by email ------------------------------------------------------------------------------------------


def send(by: User, room: Room, *emails: str) -> list[Invitation]:
    return async_to_sync(invitations.send)(by, Offer(rooms=[room.pk]), emails)


def link_to(address: str, mailbox: Mailbox) -> str:
    recipients, mail = mailbox.take()
    assert recipients == [address]
    found = re.search(r"/invite/\S+/", mail.get_content())
    assert found is not None
    return found.group()


def test_each_address_gets_a_link_of_its_own_by_which_it_is_confirmed(
    client: Client, staff: User, garden: Room, mailbox: Mailbox
) -> None:
    client.force_login(staff)
    form = {
        "rooms": "garden",
        "role": "member",
        "days": "7",
        "uses": "9",
        "emails": "Cid@example.org, d@example.org",
    }
    page = client.post("/settings/invitations/", form, follow=True).content.decode()
    assert "2 invitations sent." in page
    mails = sorted((mailbox.take() for _ in range(2)), key=lambda mail: mail[0])
    assert [recipients for recipients, _ in mails] == [["cid@example.org"], ["d@example.org"]]
    assert "Sam invites you to Wick" in mails[0][1].get_content()
    found = re.search(r"/invite/\S+/", mails[0][1].get_content())
    assert found is not None
    Client().post(found.group(), FORM | {"email": "eve@example.org"})
    cid = User.objects.get(username="cid")
    assert cid.email == "cid@example.org"
    assert EmailAddress.objects.get(user=cid).verified
    assert Client().get(found.group()).status_code == 404, "it works once"


def test_a_link_that_was_sent_is_for_the_account_of_that_address(
    as_bob: Client, as_ann: Client, bob: User, ann: User, hideout: Room, mailbox: Mailbox
) -> None:
    User.objects.filter(pk=bob.pk).update(email="bob@example.org")
    send(ann, hideout, "cid@example.org")
    path = link_to("cid@example.org", mailbox)
    assert as_bob.post(path).status_code == 403
    User.objects.filter(pk=bob.pk).update(email="cid@example.org")
    assert as_bob.post(path)["Location"] == "/rooms/hideout/"


def test_what_is_no_address_sends_nothing(ann: User, garden: Room, mailbox: Mailbox) -> None:
    with pytest.raises(Refused, match="valid email"):
        send(ann, garden, "cid@example.org", "nowhere")
    assert mailbox.empty
    assert not Invitation.objects.exists()


def test_an_account_that_is_deleted_takes_its_links_along(
    ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chat.actions import removal

    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)
    made = make(ann, garden)
    removal.delete_account(system_account(), str(ann.pk), "", lambda done: None, with_messages=False)
    assert not is_valid(made)
    assert not Invitation.objects.exists()
