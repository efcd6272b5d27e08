"""Sort and limit by an index, before joins. All of it on plain indexes, which stock has as well."""

import datetime

import pytest
from django.db.models import OuterRef, QuerySet, Subquery

from tests.mongo.conftest import NOON, PLACES, POSTS_A_PLACE
from tests.mongo.models import Place, Post
from tests.mongo.plans import compare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
POSTS = PLACES * POSTS_A_PLACE
LATE = NOON + datetime.timedelta(seconds=150)


def posts(alias: str) -> QuerySet[Post]:
    return Post.objects.using(alias)


def test_stock_sorts_everything_for_a_page() -> None:
    stock, ours = compare(lambda alias: list(posts(alias).order_by("-created", "-pk")[:20]))
    assert stock == (0, POSTS)
    assert ours == (20, 20)


def test_stock_sorts_everything_for_a_page_of_values() -> None:
    stock, ours = compare(lambda alias: list(posts(alias).order_by("-created").values_list("text")[:20]))
    assert stock == (0, POSTS)
    assert ours == (20, 20)


def test_stock_reads_all_that_matches_for_the_first() -> None:
    stock, ours = compare(lambda alias: posts(alias).filter(created__gt=LATE).order_by("-created").first())
    assert stock.documents == 50 * PLACES
    assert ours == (1, 1)


def test_a_page_deeper_down() -> None:
    stock, ours = compare(lambda alias: list(posts(alias).order_by("-created")[40:60]))
    assert stock == (0, POSTS)
    assert ours.documents <= 60


def test_stock_joins_everything_for_a_page() -> None:
    """A list of the admin: all rows by time, with joined columns."""
    stock, ours = compare(
        lambda alias: list(posts(alias).order_by("-created", "-pk").select_related("author", "editor")[:20])
    )
    assert stock.documents > 2 * POSTS
    assert ours.documents <= 60


def test_stock_joins_everything_even_without_an_order() -> None:
    stock, ours = compare(
        lambda alias: list(posts(alias).filter(created__gt=LATE).select_related("author")[:20])
    )
    assert stock.documents > 50 * PLACES
    assert ours.documents <= 40


def test_stock_sorts_every_place_for_its_newest() -> None:
    def newest(alias: str) -> QuerySet[Place]:
        texts = posts(alias).filter(place=OuterRef("pk")).order_by("-seq").values("text")[:1]
        return Place.objects.using(alias).annotate(newest=Subquery(texts))

    stock, ours = compare(lambda alias: list(newest(alias)))
    assert stock.documents >= (PLACES - 1) * POSTS_A_PLACE
    assert ours.documents <= 2 * PLACES
