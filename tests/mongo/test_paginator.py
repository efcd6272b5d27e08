"""Lists that are not counted to their end."""

import pytest
from django.db.models import QuerySet

from chatsite.mongo.paginator import BoundedPaginator
from tests.mongo.conftest import PLACES, POSTS_A_PLACE
from tests.mongo.models import Post
from tests.mongo.plans import recorded, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


class Bounded(BoundedPaginator):
    MOST = 30


def in_order() -> QuerySet[Post]:
    return Post.objects.order_by("created", "pk").select_related("author")


def test_a_whole_list_is_estimated() -> None:
    with recorded() as asked:
        assert Bounded(in_order(), 10).num_pages == PLACES * POSTS_A_PLACE / 10
    assert asked == []


def test_a_filtered_list_is_counted_up_to_a_bound() -> None:
    found = in_order().filter(created__gt="2024-01-01T12:00:10Z")
    assert work(lambda: Bounded(found, 10).count).keys <= 31
    assert Bounded(found, 10).num_pages == 3


def test_a_short_list_is_counted_right() -> None:
    assert Bounded(in_order().filter(seq=3), 4).num_pages == 3
    assert Bounded(in_order().none(), 4).count == 0


def test_pages_are_read_as_they_are_asked_for() -> None:
    pages = Bounded(in_order(), 10)
    assert work(lambda: list(pages.page(2))).documents <= 40
