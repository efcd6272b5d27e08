"""The audit log says what the rooms' logs say, even when a process dies or loses a race."""

import uuid

import pytest
from asgiref.sync import async_to_sync

from chat.actions import audit, messages, rooms
from chat.models import AuditEntry, Room, User
from chat.realtime import committer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("olga")


@pytest.fixture
def room(owner: User) -> Room:
    """With one message, of somebody else."""
    made = async_to_sync(rooms.create)(owner, "garden")
    bob = User.objects.create_user("bob")
    async_to_sync(messages.post)(bob, made.pk, str(uuid.uuid4()), "hello")
    return made


def kept() -> list[tuple[str, int | None, str]]:
    return list(AuditEntry.objects.order_by("at", "id").values_list("action", "seq", "reason"))


def test_a_deletion_that_came_too_late_is_not_in_the_audit_log(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule lets it pass, the place is taken by another moderator, and the rule looks again."""
    insert, others = committer.log_appends.insert, list[dict[str, object]]()

    def quicker(documents: list[dict[str, object]]) -> object:
        if not others:
            others.append({**documents[0], "_id": str(uuid.uuid4()), "reason": "quicker"})
            insert([dict(others[0])])
        return insert(documents)

    monkeypatch.setattr(committer.log_appends, "insert", quicker)
    monkeypatch.setattr(committer.log_appends, "insert_apart", lambda documents: [quicker(documents)])
    async_to_sync(messages.delete)(owner, room.pk, str(uuid.uuid4()), 1, "slower")
    audit.complete()
    assert kept() == [("delete message", 1, "quicker")]


def test_what_a_crash_kept_from_the_audit_log_is_added(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "record_event", lambda *_: None)
    async_to_sync(messages.delete)(owner, room.pk, str(uuid.uuid4()), 1, "spam")
    async_to_sync(messages.restore)(owner, room.pk, str(uuid.uuid4()), 1, "sorry")
    assert kept() == []
    audit.complete()
    audit.complete()
    assert kept() == [("delete message", 1, "spam"), ("restore message", 1, "sorry")]
    entry = AuditEntry.objects.filter(action="delete message").select_related("by", "user").get()
    assert (entry.by and entry.by.username, entry.user and entry.user.username) == ("olga", "bob")


def test_taking_back_ones_own_message_is_no_moderation(room: Room) -> None:
    bob = User.objects.get(username="bob")
    async_to_sync(messages.delete)(bob, room.pk, str(uuid.uuid4()), 1)
    audit.complete()
    assert kept() == []
