"""A room with 10,000 members and 10,000 bans: what is asked of it reads a bounded number of documents."""

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from chat.models import Ban, Membership, Room, User
from chat.permissions.room_access import standing
from chat.queries import directory, members, sidebar
from chat.queries.bans import banned_among
from chat.queries.room_state import room_state
from chat.storage import collections
from tests.mongo.plans import work

MEMBERS = 10_000
MODERATORS = 5
PAGE = 100


@pytest.fixture
def large(db: None) -> SimpleNamespace:
    """Its members have no accounts, but for those who are looked at by name."""
    room = Room.objects.create(id="large", slug="large")
    people = [User(username=f"user{n}", folded=f"user{n}") for n in range(PAGE)]
    User.objects.bulk_create(people)
    owner = people[0]
    keys = [user.pk.hex for user in people]
    keys += [uuid.uuid4().hex for _ in range(MEMBERS - len(keys))]
    for kind in (Membership, Ban):
        example: Any = kind(room=room, user=owner)
        kind.objects.bulk_create([example])
        rows = collections.collection(kind._meta.db_table)
        document = rows.find_one()
        assert document is not None
        rows.insert_many([{**document, "_id": uuid.uuid4().hex, "user": key} for key in keys[1:]])
    Membership.objects.filter(user__in=[user.pk for user in people[:MODERATORS]]).update(role="moderator")
    return SimpleNamespace(room=room, people=people, owner=owner)


ASKED: dict[str, tuple[int, Callable[[SimpleNamespace], Any]]] = {
    # what is asked: (documents it may examine, how it is asked)
    "its state": (1 + MODERATORS, lambda at: room_state("large")),
    "who of ten is banned": (10, lambda at: banned_among("large", [str(u.pk) for u in at.people[:10]])),
    "who of ten is banned from another room": (
        0,
        lambda at: banned_among("other", [str(u.pk) for u in at.people[:10]]),
    ),
    "how somebody stands in it": (4, lambda at: standing(at.owner, "large", banned_staff=True)),
    "a page of its people": (
        2 * PAGE + MODERATORS + 1,
        lambda at: members.members_of("large", PAGE, banned=False),
    ),
    "who moderates it": (MODERATORS + 1, lambda at: members.moderators_of("large")),
    "who may own it next": (2 * PAGE, lambda at: members.possible_owners("large", at.owner.pk, PAGE)),
    "a list of rooms with it": (1, lambda at: directory.page(directory.DirectoryQuery())),
    "the sidebar of a member": (3, lambda at: sidebar.rooms_of(at.owner)),
}


@pytest.mark.django_db
def test_no_question_reads_all_of_them(large: SimpleNamespace, subtests: pytest.Subtests) -> None:
    User.objects.filter(pk=large.owner.pk).update(is_staff=True)
    large.owner.refresh_from_db()
    for name, (most, ask) in ASKED.items():
        with subtests.test(name):
            assert work(lambda ask=ask: ask(large)).documents <= most  # type: ignore[misc]
    with subtests.test("their number is true"):
        assert Membership.objects.filter(room="large").count() == MEMBERS
        state = room_state("large")
        assert state is not None
        assert len(state.moderators) == MODERATORS
