"""Who may do what to whom in a room, and that what belongs together is stored together."""

import threading
from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from chat.actions import memberships, moderation, rooms
from chat.actions.system_account import system_account
from chat.models import AuditEntry, Ban, Membership, Room, User
from chat.protocol.errors import Refused
from chat.storage import notice_log

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[..., object]


def called(username: str, *, staff: bool = False) -> User:
    return User.objects.create_user(username, is_staff=staff)


@pytest.fixture
def owner() -> User:
    return called("olga")


@pytest.fixture
def room(owner: User) -> Room:
    return async_to_sync(rooms.create)(owner, "garden")


def role(user: User) -> str:
    return str(Membership.objects.get(user=user).role)


def make_moderator(by: User, room: Room, *users: User) -> None:
    for user in users:
        async_to_sync(memberships.set_moderator)(by, room.pk, str(user.pk), True)


def unmake(by: User, room: Room, user: User) -> None:
    async_to_sync(memberships.set_moderator)(by, room.pk, str(user.pk), False)


@pytest.mark.parametrize("act", [moderation.ban, moderation.kick])
def test_owners_and_moderators_cannot_remove_the_staff(owner: User, room: Room, act: Act) -> None:
    staff, moderator = called("sam", staff=True), called("mo")
    make_moderator(owner, room, moderator)
    async_to_sync(memberships.join)(staff, room.pk)
    for by in (owner, moderator):
        with pytest.raises(Refused, match="member of the staff"):
            async_to_sync(act)(by, room.pk, str(staff.pk))  # type: ignore[arg-type]
    assert role(staff) == "member"


def test_an_owner_cannot_demote_the_staff(owner: User, room: Room) -> None:
    staff = called("sam", staff=True)
    make_moderator(staff, room, staff)
    with pytest.raises(Refused, match="member of the staff"):
        unmake(owner, room, staff)
    assert role(staff) == "moderator"


def test_moderators_do_not_demote_each_other_but_step_down(owner: User, room: Room) -> None:
    one, two = called("one"), called("two")
    make_moderator(owner, room, one, two)
    with pytest.raises(Refused, match="Only an owner"):
        unmake(one, room, two)
    unmake(one, room, one)
    unmake(owner, room, two)
    assert (role(one), role(two)) == ("member", "member")


def test_who_is_banned_gets_no_part_in_the_room(owner: User, room: Room) -> None:
    other = called("bob")
    async_to_sync(moderation.ban)(owner, room.pk, str(other.pk))
    for by in (owner, system_account()):
        for act in (memberships.set_moderator, memberships.set_owner):
            with pytest.raises(Refused, match="Lift the ban first"):
                async_to_sync(act)(by, room.pk, str(other.pk), True)
    assert not Membership.objects.filter(user=other).exists()


def test_the_staff_lifts_its_own_ban(owner: User, room: Room) -> None:
    staff = called("sam")
    async_to_sync(moderation.ban)(owner, room.pk, str(staff.pk))
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    staff.refresh_from_db()
    assert async_to_sync(moderation.unban)(staff, room.pk, str(staff.pk))
    assert not Ban.objects.exists()


def test_nobody_but_the_staff_takes_a_room_from_another_owner(owner: User, room: Room) -> None:
    other = called("bob")
    async_to_sync(memberships.set_owner)(owner, room.pk, str(other.pk), True)
    with pytest.raises(Refused, match="Only the staff"):
        async_to_sync(memberships.set_owner)(owner, room.pk, str(other.pk), False)
    async_to_sync(memberships.set_owner)(system_account(), room.pk, str(other.pk), False)
    with pytest.raises(Refused, match="only owner"):
        async_to_sync(memberships.set_owner)(system_account(), room.pk, str(owner.pk), False)


def test_two_last_owners_who_leave_in_the_same_moment_orphan_no_room(owner: User, room: Room) -> None:
    other = called("bob")
    async_to_sync(memberships.set_owner)(owner, room.pk, str(other.pk), True)
    async_to_sync(memberships.join)(called("cid"), room.pk)
    start, outcomes = threading.Barrier(2), []

    def leave(user: User) -> None:
        start.wait()
        try:
            async_to_sync(memberships.leave)(user, room.pk)
            outcomes.append("left")
        except Refused as no:
            outcomes.append(str(no.code))
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(user,)) for user in (owner, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "left"]
    assert Membership.objects.filter(role="owner").count() == 1


@pytest.mark.parametrize("fails", ["chat.storage.notice_log.append", "chat.actions.moderation.record"])
def test_a_ban_and_its_notice_and_its_entry_are_stored_together(
    owner: User, room: Room, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = called("bob")
    async_to_sync(memberships.join)(other, room.pk)
    head = notice_log.head()

    def killed(*_: object, **__: object) -> None:
        raise SystemExit(137)

    monkeypatch.setattr(fails, killed)
    with pytest.raises(SystemExit):
        async_to_sync(moderation.ban)(owner, room.pk, str(other.pk))
    assert not Ban.objects.exists()
    assert Membership.objects.filter(user=other).exists()
    assert notice_log.head() == head
    assert not AuditEntry.objects.exists()
    monkeypatch.undo()
    assert async_to_sync(moderation.ban)(owner, room.pk, str(other.pk))
