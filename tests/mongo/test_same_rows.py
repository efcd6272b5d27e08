"""Whatever order its stages have, a query finds the same rows as with the stock engine."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from tests.mongo.models import Person, Place, Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def posts(alias: str) -> QuerySet[Post]:
    return Post.objects.using(alias)


def people(alias: str) -> QuerySet[Person]:
    return Person.objects.using(alias)


def of_author(alias: str) -> QuerySet[Post]:
    return posts(alias).filter(author=OuterRef("pk"))


by_place = ("-seq", "place__name")

QUERIES: dict[str, Callable[[str], QuerySet[Any, Any]]] = {
    "slice": lambda a: posts(a).order_by("seq", "text").values_list("seq")[5:25],
    "by a joined column": lambda a: posts(a).order_by("author__name", *by_place).values_list("text")[:9],
    "filtered by a joined column": lambda a: (
        posts(a).filter(author__name="person 3").order_by(*by_place).values_list("text")[:9]
    ),
    "filtered by the other side of a key": lambda a: (
        people(a).filter(post__seq=3).order_by("name").values_list("name")[:9]
    ),
    "filtered by a nullable key's column": lambda a: (
        posts(a).filter(editor__name="person 3").order_by(*by_place).values_list("seq")[:9]
    ),
    "without a row beyond a nullable key": lambda a: (
        posts(a).filter(editor__name=None).order_by(*by_place).values_list("seq")[:9]
    ),
    "either side": lambda a: (
        posts(a).filter(Q(author__name="person 3") | Q(seq=7)).order_by(*by_place).values_list("seq")[:30]
    ),
    "values across a key": lambda a: posts(a).order_by(*by_place).values_list("seq", "place__name")[:30],
    "renamed": lambda a: posts(a).annotate(n=F("seq")).order_by("n").values_list("n")[:30],
    "computed": lambda a: posts(a).annotate(n=-F("seq")).order_by("n").values_list("n")[:30],
    "nulls last": lambda a: (
        people(a).order_by(F("phone").asc(nulls_last=True), "name").values_list("name")[:60]
    ),
    "nulls by themselves": lambda a: people(a).order_by("phone", "name").values_list("name")[:60],
    "distinct": lambda a: posts(a).order_by("seq").values_list("seq").distinct()[:9],
    "grouped": lambda a: (
        posts(a).values("seq").annotate(n=Count("*")).order_by("-seq").values_list("seq", "n")[:9]
    ),
    "counted across": lambda a: (
        people(a).annotate(n=Count("post")).order_by("-n", "name").values_list("n")[:9]
    ),
    "greatest across": lambda a: people(a).annotate(n=Max("post__seq")).order_by("name").values_list("n")[:9],
    "union": lambda a: (
        posts(a).filter(seq=1).values_list("text").union(posts(a).filter(seq=2).values_list("text"))
    ),
    "exists": lambda a: (
        people(a).filter(Exists(of_author(a).filter(seq__gt=150))).order_by("name").values_list("name")[:9]
    ),
    "in a subquery": lambda a: (
        people(a).filter(pk__in=posts(a).filter(seq=4).values("author")).order_by("name").values_list("name")
    ),
    "subquery": lambda a: (
        people(a)
        .annotate(newest=Subquery(of_author(a).order_by("-seq").values("seq")[:1]))
        .order_by("-name")
        .values_list("name", "newest")[3:9]
    ),
    "by a subquery": lambda a: (
        people(a)
        .annotate(newest=Subquery(of_author(a).order_by("-seq").values("seq")[:1]))
        .order_by("-newest")
        .values_list("newest")[:9]
    ),
    "subquery across a key": lambda a: (
        Place.objects.using(a)
        .annotate(
            who=Subquery(posts(a).filter(place=OuterRef("pk")).order_by("-seq").values("author__name")[:1])
        )
        .order_by("name")
        .values_list("name", "who")
    ),
}


@pytest.mark.parametrize("name", QUERIES)
def test_same_rows_as_stock(name: str) -> None:
    ours, stock = (list(QUERIES[name](alias)) for alias in ("default", "stock"))
    if name == "union":  # in no order
        ours, stock = sorted(ours), sorted(stock)
    assert ours == stock
    assert ours


@pytest.mark.parametrize("alias", ["default", "stock"])
def test_joined_rows_come_whole(alias: str) -> None:
    found = posts(alias).select_related("author", "editor").order_by("seq")[20:50]
    assert all(post.author.name == f"person {post.seq}" for post in found)
    assert all((post.editor is None) == (post.seq % 3 != 0) for post in found)
    assert all(post.editor.name == f"person {post.seq % 7}" for post in found if post.editor)


def test_a_dangling_key_shortens_the_page() -> None:
    """The one difference, as chatsite.mongo.query says: MongoDB has no foreign key constraints."""
    place = Place.objects.get(name="place 0")
    in_place = posts("default").filter(place=place).order_by("-seq")
    author = people("default").get(post__place=place, post__seq=200)
    in_place.filter(seq=200).update(author_id=place.pk)
    try:
        assert [post.seq for post in in_place.select_related("author")[:5]] == [199, 198, 197, 196]
    finally:
        in_place.filter(seq=200).update(author=author)
