"""prefetch_related of a forward foreign key."""

import pytest
from django.db.models import QuerySet

from tests.mongo.conftest import PEOPLE
from tests.mongo.models import Post
from tests.mongo.plans import compare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def with_people(alias: str) -> QuerySet[Post]:
    some = Post.objects.using(alias).order_by("created", "pk")[20:40]
    keys = list(some.values_list("pk", flat=True))
    return Post.objects.using(alias).filter(pk__in=keys).prefetch_related("author", "editor")


def test_stock_reads_everyone_to_find_a_few_authors() -> None:
    stock, ours = compare(list, with_people)
    assert stock.documents >= 20 + 2 * PEOPLE
    assert ours.documents <= 20 + 20


def test_each_gets_its_own() -> None:
    for post in with_people("default"):
        assert post.author.name == f"person {post.seq}"
        assert post.editor is None or post.editor.name == f"person {post.seq % 7}"


def test_without_any_key() -> None:
    unedited = Post.objects.filter(seq=1).prefetch_related("editor")
    assert [post.editor for post in unedited] == [None] * 10
