"""Who is in a room, as this process and the others say."""

import json
import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.actors.author import Author
from chat.realtime.room_people import NAMED, RoomPeople


def names(*users: str) -> list[list[str]]:
    return [[user, user, user.title()] for user in users]


def author(user: str) -> Author:
    return Author(user, user, user.title())


@pytest.fixture
def people() -> RoomPeople:
    return RoomPeople("tea")


def online(people: RoomPeople) -> set[str]:
    return {user["username"] for user in json.loads(people.frame.bodies[0])["online"]}


def test_somebody_on_several_processes_counts_once_until_the_last_one_is_left(people: RoomPeople) -> None:
    people.set_own(author("ada"))
    assert people.change("one", 0, 4, 2, names("ada", "bob"), [])
    assert (people.count, online(people)) == (2, {"ada", "bob"})
    people.drop_own("ada")
    assert people.count == 2
    assert people.change("one", 4, 9, 1, [], ["ada"])
    assert online(people) == {"bob"}


def away(people: RoomPeople) -> list[str]:
    found: list[str] = json.loads(people.frame.bodies[0]).get("away", [])
    return found


def test_somebody_is_away_where_they_are_on_no_process_at_the_device(people: RoomPeople) -> None:
    people.set_own(author("ada"), is_away=True)
    assert away(people) == ["ada"]
    people.change("one", 0, 1, 1, names("ada"), [])
    assert away(people) == []
    people.change("one", 1, 2, 1, [["ada", "ada", "Ada", "away"]], [])
    assert away(people) == ["ada"]
    people.set_own(author("ada"))
    assert away(people) == []


def test_a_new_name_is_shown_and_changes_no_count(people: RoomPeople) -> None:
    people.change("one", 0, 1, 1, names("ada"), [])
    people.change("one", 1, 2, 1, [["ada", "ada", "Countess"]], [])
    assert json.loads(people.frame.bodies[0])["online"] == [
        {"id": "ada", "username": "ada", "name": "Countess"}
    ]
    people.change("one", 2, 3, 0, [], ["ada"])
    assert people.count == 0


def test_a_change_that_is_known_already_changes_nothing(people: RoomPeople) -> None:
    assert people.change("one", 0, 1, 1, names("ada"), [])
    assert people.change("one", 1, 2, 0, [], ["ada"])
    assert people.change("one", 0, 1, 1, names("ada"), [])
    assert people.count == 0


def test_a_gap_is_seen_and_until_it_is_filled_the_number_of_people_is_told(people: RoomPeople) -> None:
    people.change("one", 0, 1, 1, names("ada"), [])
    assert not people.change("one", 5, 6, 3, names("dan"), [])
    assert json.loads(people.frame.bodies[0]) == {"type": "presence", "room": "tea", "count": 3}
    assert people.numbers() == {"one": -1}
    people.take_part("one", 6, 0, True, 3, names("bob", "cem", "dan"))
    assert online(people) == {"bob", "cem", "dan"}
    assert people.numbers() == {"one": 6}


def test_who_begins_anew_replaces_what_was_known(people: RoomPeople) -> None:
    """A process forgets a room that nobody follows there, and says so by no number before its next change."""
    people.change("one", 0, 1, 1, names("ada"), [])
    assert people.change("one", 0, 7, 1, names("bob"), [])
    assert online(people) == {"bob"}


def test_a_process_that_has_ended_takes_its_people_along(people: RoomPeople) -> None:
    people.change("one", 0, 1, 1, names("ada"), [])
    people.change("two", 0, 1, 1, names("bob"), [])
    assert people.drop_process("one")
    assert not people.drop_process("one")
    assert online(people) == {"bob"}


def test_parts_that_do_not_follow_each_other_make_no_list(people: RoomPeople) -> None:
    people.take_part("one", 3, 0, False, 3, names("ada"))
    people.take_part("one", 3, 2, True, 3, names("cem"))
    assert (people.is_whole, people.count) == (False, 3)
    people.take_part("one", 3, 0, False, 3, names("ada"))
    people.take_part("one", 3, 1, False, 3, names("bob"))
    people.take_part("one", 3, 2, True, 3, names("cem"))
    assert online(people) == {"ada", "bob", "cem"}


def test_above_a_hundred_only_their_number_is_told(people: RoomPeople) -> None:
    some = [f"user{n}" for n in range(NAMED)]
    people.change("one", 0, 1, NAMED, names(*some), [])
    assert len(json.loads(people.frame.bodies[0])["online"]) == NAMED
    people.set_own(author("ada"))
    assert json.loads(people.frame.bodies[0]) == {"type": "presence", "room": "tea", "count": NAMED + 1}


class Teller:
    """Another process: what it would say of its people, change by change, and its list in parts."""

    def __init__(self) -> None:
        self.people: dict[str, None] = {}
        self.number = 0

    def change(self, users: Iterable[str]) -> tuple[int, int, int, list[list[str]], list[str]]:
        for user in users:
            if user in self.people:
                del self.people[user]
            else:
                self.people[user] = None
        previous, self.number = self.number, self.number + 1
        came = names(*(user for user in users if user in self.people))
        went = [user for user in users if user not in self.people]
        return previous, self.number, len(self.people), came, went


@given(st.lists(st.tuples(st.sets(st.sampled_from("abcdef")), st.booleans()), max_size=12), st.randoms())
def test_changes_that_come_between_the_parts_of_a_list_are_in_the_list(
    steps: list[tuple[set[str], bool]], order: random.Random
) -> None:
    """However people come and go while a list is sent, it is the right one in the end."""
    people, teller = RoomPeople("tea"), Teller()
    teller.change("abc")
    users: list[str] = []
    part = 0

    def send_part() -> None:
        nonlocal users, part
        if not part:
            users = list(teller.people)
            order.shuffle(users)
        some, last = users[part : part + 1], part >= len(users) - 1
        part += 1
        there = names(*(user for user in some if user in teller.people))
        people.take_part("one", teller.number, part - 1, last, len(teller.people), there)

    for moved, sends in steps:
        if moved:
            people.change("one", *teller.change(sorted(moved)))
        if sends and not people.numbers().get("one", -1) > 0:
            send_part()
    while people.numbers().get("one", -1) == -1 and teller.number:
        send_part()
    assert online(people) == set(teller.people)
