"""Nobody finds what they may not see, nor learns that it is there."""

from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache

from chat.actions import conversations, memberships, moderation
from chat.models import Membership, Room, User
from tests.mongo.sent_commands import commands
from tests.search.conftest import answer, ask, found, handle_all, post

HIDING: dict[str, Callable[[User, User, Room], object]] = {
    "a member who leaves a private room": lambda ann, bob, room: async_to_sync(memberships.leave)(
        bob, room.pk
    ),
    "somebody who is banned": lambda ann, bob, room: async_to_sync(moderation.ban)(
        ann, room.pk, str(bob.pk), ""
    ),
}


@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING)
def test_who_may_see_a_room_no_more_finds_nothing_of_it(
    ann: User, bob: User, cellar: Room, hide: Callable[[User, User, Room], object]
) -> None:
    async_to_sync(memberships.add)(ann, cellar.pk, [str(bob.pk)])
    [seq] = post(ann, cellar, "treasure")
    assert found(bob, "treasure") == [(cellar.pk, seq)]
    hide(ann, bob, cellar)
    assert found(bob, "treasure") == []
    assert found(ann, "treasure") == [(cellar.pk, seq)]


def test_a_guest_finds_what_is_in_their_rooms_alone(ann: User, bob: User, garden: Room) -> None:
    guest = User.objects.create_user("gus", is_guest=True)
    [seq] = post(ann, garden, "slugs")
    assert found(guest, "slugs") == []
    Membership.objects.create(room=garden, user=guest)
    assert found(guest, "slugs") == [(garden.pk, seq)]


def test_a_conversation_is_for_its_people_alone(ann: User, bob: User, garden: Room) -> None:
    cid = User.objects.create_user("cid")
    talk = async_to_sync(conversations.open_conversation)(ann, [str(bob.pk)])
    post(ann, talk, "treasure")
    assert found(cid, "treasure") == []
    assert len(found(bob, "treasure")) == 1


QUERIES = [
    "treasure",
    "treasur*",
    '"buried treasure"',
    "tresaure",
    "treasure from:ann",
    "treasure has:link",
    "treasure -garden",
    "treasure buried",
    "is:pinned",
    "treasure in:@ann",
]


@pytest.mark.parametrize("query", QUERIES)
def test_an_outsider_is_told_the_same_at_the_same_cost_as_if_it_had_not_been_written(
    ann: User, bob: User, garden: Room, cellar: Room, query: str
) -> None:
    post(ann, garden, "flowers")
    post(ann, cellar, "buried treasure https://example.org")
    handle_all()

    def told(text: str) -> tuple[tuple[object, ...], list[str]]:
        cache.clear()
        with commands() as sent:
            results = answer(bob, text)
        return (len(results.hits), results.problems, results.meant, results.older), sent

    other = query.replace("treasur", "nowords").replace("buried", "nothing").replace("tresaure", "nowrodse")
    told(query)  # what the posts above have left to be done is done meanwhile
    hidden, nothing = told(query), told(other)
    assert hidden[0][0] == 0
    assert hidden == nothing


def test_a_room_that_one_may_not_see_is_answered_as_one_that_is_not_there(
    ann: User, bob: User, garden: Room, cellar: Room
) -> None:
    post(ann, cellar, "treasure")
    ask(bob, "in:cellar treasure")
    with commands() as sent_of_hidden:
        [hidden] = answer(bob, "in:cellar treasure").problems
    with commands() as sent_of_nowhere:
        [nowhere] = answer(bob, "in:nowhere treasure").problems
    assert str(hidden).replace("cellar", "nowhere") == str(nowhere)
    assert sent_of_hidden == sent_of_nowhere


def test_somebody_whom_a_guest_does_not_know_has_no_name(ann: User, bob: User, garden: Room) -> None:
    guest = User.objects.create_user("gus", is_guest=True)
    [hidden] = ask(guest, "from:ann").problems
    [nobody] = ask(guest, "from:nan").problems
    assert str(hidden).replace("ann", "nan") == str(nobody)
    Membership.objects.create(room=garden, user=guest)
    assert not ask(guest, "from:ann").problems
