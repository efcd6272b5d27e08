"""What somebody keeps: who may, what is in the list, and what leaves it."""

import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships, messages
from chat.kept import forgetting
from chat.kept.stored import kept_messages
from chat.models import Membership, Room, User
from chat.projections.registry import StoredEvent
from chat.protocol.errors import Code, Refused
from chat.storage import event_log
from tests.kept.conftest import keep, kept, post


def delete(user: User, room: Room, seq: int) -> None:
    async_to_sync(messages.delete)(user, room.pk, str(uuid.uuid4()), seq)


def refusal(user: User, room: Room, seq: int) -> Code:
    with pytest.raises(Refused) as refused:
        keep(user, room, seq)
    return refused.value.code


def test_what_was_kept_last_stands_first_and_is_there_once(bob: User, garden: Room) -> None:
    first, second = post(bob, garden, "one"), post(bob, garden, "two")
    for seq in (second, first, second):
        keep(bob, garden, seq)
    assert kept(bob) == [(garden.pk, first), (garden.pk, second)]
    keep(bob, garden, first, on=False)
    assert kept(bob) == [(garden.pk, second)]


def test_nobody_else_finds_it(ann: User, bob: User, garden: Room) -> None:
    keep(bob, garden, post(ann, garden, "one"))
    assert kept(ann) == []


def test_only_messages_that_stand_are_kept(ann: User, bob: User, garden: Room) -> None:
    seq = post(bob, garden, "one")
    delete(bob, garden, seq)
    assert refusal(bob, garden, seq) == refusal(bob, garden, seq + 1) == Code.NOT_FOUND
    assert refusal(bob, garden, 999) == Code.NOT_FOUND


def test_who_has_left_a_private_room_finds_it_again_when_they_are_back(
    ann: User, bob: User, garden: Room
) -> None:
    keep(bob, garden, post(ann, garden, "one"))
    Room.objects.filter(pk=garden.pk).update(kind=Room.Kind.PRIVATE)
    async_to_sync(memberships.leave)(bob, garden.pk)
    assert kept(bob) == []
    Membership.objects.create(room=garden, user=bob)
    assert len(kept(bob)) == 1


def test_a_deleted_message_is_not_shown_and_then_forgotten_by_everybody(
    ann: User, bob: User, garden: Room
) -> None:
    seq = post(bob, garden, "one")
    keep(ann, garden, seq)
    keep(bob, garden, seq)
    delete(bob, garden, seq)
    assert kept(bob) == []
    assert kept_messages().count_documents({}) == 2
    forgetting.handle([StoredEvent.of(doc) for doc in event_log.collection().find({"kind": "delete"})])
    assert kept_messages().count_documents({}) == 0


def test_it_goes_with_the_room_and_with_the_account(ann: User, bob: User, garden: Room) -> None:
    seq = post(ann, garden, "one")
    keep(ann, garden, seq)
    keep(bob, garden, seq)
    bob.is_active = False
    bob.save()
    assert [doc["user"] for doc in kept_messages().find()] == [ann.pk.hex]
    garden.delete()
    assert kept_messages().count_documents({}) == 0


def test_there_is_a_most_that_one_person_keeps(bob: User, garden: Room, settings: Any) -> None:
    settings.WICK_KEPT = 1
    first, second = post(bob, garden, "one"), post(bob, garden, "two")
    keep(bob, garden, first)
    assert refusal(bob, garden, second) == Code.FORBIDDEN
    keep(bob, garden, first, on=False)
    keep(bob, garden, second)
    assert kept(bob) == [(garden.pk, second)]


def test_the_page_shows_each_with_its_room_and_a_way_to_remove_it(
    ann: User, bob: User, garden: Room, as_bob: Client
) -> None:
    seq = post(ann, garden, "mind the **slugs** ||all|| of them")
    page = as_bob.get(f"/rooms/garden/{seq}/").content.decode()
    assert f'action="/kept/garden/{seq}/"' in page
    assert as_bob.post(f"/kept/garden/{seq}/")["Location"] == f"/rooms/garden/?at={seq}#m{seq}"
    page = as_bob.get("/kept/").content.decode()
    assert f'href="/rooms/garden/?at={seq}#m{seq}"' in page
    assert "mind the slugs ▒▒▒ of them" in page
    assert "#garden" in page
    assert as_bob.get("/kept/places/").json() == {"rooms": {"garden": [seq]}}
    assert as_bob.post(f"/kept/garden/{seq}/", {"on": ""})["Location"] == "/kept/"
    assert "Nothing here yet" in as_bob.get("/kept/").content.decode()


def test_what_was_kept_before_is_a_page_away(
    bob: User, garden: Room, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.kept.queries.PAGE", 1)
    for text in ("first", "second"):
        keep(bob, garden, post(bob, garden, text))
    newest = as_bob.get("/kept/")
    assert "second" in newest.content.decode()
    older = as_bob.get("/kept/", {"before": newest.context["older"]}).content.decode()
    assert "first" in older
    assert "second" not in older
