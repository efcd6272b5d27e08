"""Unique fields and constraints: looked up through their index, and still unique."""

import pytest
from django.db import IntegrityError

from tests.mongo.conftest import PEOPLE, POSTS_A_PLACE
from tests.mongo.models import Person, Post
from tests.mongo.plans import collection, compare, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_stock_reads_everyone_to_find_a_name() -> None:
    stock, ours = compare(lambda alias: Person.objects.using(alias).get(name="person 7"))
    assert stock.documents == PEOPLE
    assert ours == (1, 1)


def test_stock_reads_everyone_to_find_what_can_be_null() -> None:
    stock, ours = compare(lambda alias: Person.objects.using(alias).get(phone="555-7"))
    assert stock.documents == PEOPLE
    assert ours == (1, 1)


def test_stock_reads_a_whole_place_to_find_one_post() -> None:
    stock, ours = compare(
        lambda post: Post.objects.using(post._state.db).get(place_id=post.place_id, seq=50),
        lambda alias: Post.objects.using(alias).first(),
    )
    assert stock.documents == POSTS_A_PLACE  # the foreign key's own index is all that it can use
    assert ours == (1, 1)


def test_stock_updates_by_a_unique_field_with_a_scan() -> None:
    stock, ours = compare(
        lambda alias: Person.objects.using(alias).filter(name="person 7").update(phone=None)
    )
    assert stock.documents == PEOPLE
    assert ours == (1, 1)


def test_list_of_unique_values() -> None:
    names = ["person 1", "person 2"]
    found = work(lambda: list(Person.objects.filter(name__in=names)))
    assert found.documents == 2
    assert found.keys <= 4


def test_several_nulls_stand_beside_one_another() -> None:
    assert Person.objects.filter(phone=None).count() > 1


@pytest.mark.parametrize("taken", [{"name": "person 7"}, {"name": "new", "phone": "555-9"}])
def test_a_value_twice_is_refused(taken: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="E11000 duplicate key"):
        Person.objects.create(**taken)


def test_a_pair_twice_is_refused() -> None:
    taken = Post.objects.get(text="text 3", place__name="place 3")
    with pytest.raises(IntegrityError, match="one_post_a_seq"):
        Post.objects.create(place=taken.place, author=taken.author, seq=3, created=taken.created)


def test_only_what_can_be_null_needs_a_partial_index() -> None:
    indexes = collection("mongo_person").index_information()
    partial = {info["key"][0][0]: info.get("partialFilterExpression") for info in indexes.values()}
    assert partial["name"] is None
    assert partial["phone"] == {"phone": {"$gte": ""}}


def test_the_beginning_of_a_name_is_sought_and_any_case_is_scanned() -> None:
    seek = work(lambda: list(Person.objects.filter(name__startswith="person 9")))
    assert seek.documents == 11
    assert seek.keys <= 12
    assert work(lambda: list(Person.objects.filter(name__istartswith="Person 9"))).keys >= PEOPLE
