"""The search page, which works without scripts, and what the quick switcher asks for."""

import uuid

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.test import Client

from chat.actions import messages
from chat.models import Room, User
from chat.search.stored import searched
from tests.search.conftest import handle_all, post


def page_of(client: Client, query: str, **asked: str) -> str:
    return client.get("/search/", {"q": query, **asked}).content.decode()


def test_a_hit_has_its_author_its_room_and_the_way_to_its_place(
    as_ann: Client, bob: User, garden: Room
) -> None:
    [seq] = post(bob, garden, "a **Lock** & a <key>")
    handle_all()
    page = page_of(as_ann, "lock key")
    assert "<strong><mark>Lock</mark></strong> &amp; a &lt;<mark>key</mark>&gt;" in page
    assert f'href="/rooms/garden/?at={seq}#m{seq}">#garden</a>' in page
    assert "Bob" in page


def test_a_reply_that_only_its_thread_shows_is_found_there(as_ann: Client, ann: User, garden: Room) -> None:
    [first] = post(ann, garden, "roots")
    reply = async_to_sync(messages.post)(ann, garden.pk, str(uuid.uuid4()), "leaf", thread=first)
    handle_all()
    assert f'href="/rooms/garden/threads/{first}/?at={reply}#thread-m{reply}"' in page_of(as_ann, "leaf")
    assert len(as_ann.get("/search/", {"q": "is:thread"}).context["hits"]) == 2


def test_of_a_long_message_the_part_with_the_word_is_shown(as_ann: Client, ann: User, garden: Room) -> None:
    post(ann, garden, "well " * 200 + "the <b>lock</b> " + "so " * 200)
    handle_all()
    page = page_of(as_ann, "lock")
    assert "… well" in page
    assert "&lt;b&gt;<mark>lock</mark>&lt;/b&gt;" in page


def test_mentions_and_rooms_look_as_in_their_room(
    as_ann: Client, ann: User, bob: User, garden: Room, cellar: Room
) -> None:
    post(ann, garden, "slug @ann #garden #cellar", "slug @bob " + "so " * 300)
    User.objects.filter(pk=bob.pk).update(name="Robert")
    handle_all()
    page = page_of(as_ann, "slug")
    assert f'<span class="mention mention--me" data-user="{ann.pk}">@Ann Ash</span>' in page
    assert '<a class="room-name" href="/rooms/garden/">#garden</a>' in page
    assert "<mark>slug</mark> @Robert so so" in page
    as_bob = Client()
    as_bob.force_login(bob)
    assert "</a> #cellar</p>" in page_of(as_bob, "slug"), "he may not see it"


def test_what_a_spoiler_hides_is_in_no_excerpt(as_ann: Client, ann: User, garden: Room) -> None:
    post(ann, garden, "a slug ||ate it|| " + "so " * 300)
    handle_all()
    assert "slug</mark> ▒▒▒ so" in page_of(as_ann, "slug")
    [hit] = as_ann.get("/search/quick/", {"q": "slug"}).json()["hits"]
    assert "ate it" not in "".join(text for text, _found in hit["excerpt"])


def test_older_results_are_a_page_away(
    as_ann: Client, ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(ann, garden, *(f"slug number{n}" for n in range(25)))
    handle_all()
    for order in ("", "best"):
        first = as_ann.get("/search/", {"q": "slug", "sort": order})
        second = as_ann.get(f"/search/{first.context['older']}")
        shown = [hit["url"] for page in (first, second) for hit in page.context["hits"]]
        assert len(shown) == len(set(shown)) == 25
        assert second.context["older"] == ""


def test_problems_notes_and_what_was_meant_are_said(as_ann: Client, ann: User, garden: Room) -> None:
    post(ann, garden, "the lock")
    handle_all()
    assert "There is no “has:wings”" in page_of(as_ann, "has:wings")
    assert "“form:” is no filter" in page_of(as_ann, "form:ann")
    page = page_of(as_ann, "the lokc")
    assert "Nothing found for “the lokc”." in page
    assert 'Did you mean <a href="?q=the+lock">lock</a>?' in page


@pytest.mark.parametrize(
    "asked",
    [{"at": "x"}, {"at": "0001-01-01T00:00:00Z"}, {"at": "2026-01-01"}, {"skip": "-9"}, {"skip": "x"}],
)
def test_an_odd_address_is_answered(as_ann: Client, garden: Room, asked: dict[str, str]) -> None:
    assert as_ann.get("/search/", {"q": "slug", **asked}).status_code == 200


def test_an_edit_that_is_not_handled_yet_shows_what_the_message_is_now(
    as_ann: Client, ann: User, garden: Room
) -> None:
    post(ann, garden, "slugs")
    handle_all()
    searched().update_many({}, {"$set": {"words": [":", "snails"]}})
    assert 'dir="auto">slugs' in page_of(as_ann, "snails")


def test_one_may_not_search_as_often_as_one_likes(
    as_ann: Client, garden: Room, settings: pytest.MonkeyPatch
) -> None:
    cache.clear()
    settings.WICK_LIMIT_SEARCHES = (2, 60)  # type: ignore[attr-defined]
    assert [as_ann.get("/search/", {"q": "slug"}).status_code for _ in range(3)] == [200, 200, 429]


def test_the_quick_switcher_gets_people_and_messages(
    as_ann: Client, ann: User, bob: User, garden: Room
) -> None:
    [seq] = post(ann, garden, "Bob has a lock")
    handle_all()
    found = as_ann.get("/search/quick/", {"q": "bob*"}).json()
    assert found["people"] == [{"url": "/people/bob/", "username": "bob", "name": "Bob"}]
    [hit] = found["hits"]
    assert hit["url"] == f"/rooms/garden/?at={seq}#m{seq}"
    assert hit["excerpt"] == [["Bob", True], [" has a lock", False]]
