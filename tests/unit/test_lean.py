"""What a lean event leaves out, and that it can be put back exactly."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.events.base import encode
from chat.events.lean import KEPT_BYTES, PAGE_BYTES, lean, lean_page
from chat.text.markdown import render
from tests.lean import CASES, whole

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=KEPT_BYTES)
marked = st.lists(st.sampled_from([*"&<>\"'\\\n *_`[](", "<br>", "&amp;", "http://a.example", "a"])).map(
    "".join
)


def message(text: str, html: str, **fields: Any) -> dict[str, Any]:
    author = {"id": "a", "username": "ann", "name": "Ann"}
    event = {"type": "event", "room": "r", "seq": 4, "kind": "message", "id": "i", "author": author, "at": ""}
    return {**event, "text": text, "html": html, "reply_to": None, "rev": 4, **fields}


def leaned(event: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lean(encode(event)))
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_follows_from_the_rest_is_left_out(case: Any) -> None:
    assert leaned(case.event) == case.lean


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_was_left_out_can_be_put_back(case: Any) -> None:
    assert whole(case.lean) == case.event


@given(texts | marked, st.booleans(), st.sampled_from([None, 3]), st.sampled_from([4, 9]))
def test_any_text_comes_back_as_it_was(text: str, same: bool, reply_to: int | None, rev: int) -> None:
    event = message(text, render(text), reply_to=reply_to, rev=rev)
    if same:
        event["author"]["name"] = event["author"]["username"]
    assert whole(leaned(event)) == event


@given(texts | marked, texts | marked)
def test_html_is_left_out_only_where_it_is_that_of_the_text(text: str, html: str) -> None:
    event = message(text, html)
    found = leaned(event)
    assert found.get("html", html) == html
    assert whole(found) == event


def test_what_nobody_knows_here_stays_in_its_place() -> None:
    newer = b'{"kind":"edit","thread":2,"text":"a","html":"<p dir=\\"auto\\">a</p>","files":[{"name":"x"}]}'
    assert lean(newer) == b'{"kind":"edit","thread":2,"text":"a","files":[{"name":"x"}]}'


def test_numbers_and_letters_stay_as_they_are() -> None:
    body = msgspec.json.encode({"kind": "x", "seq": 2**53 - 1, "emoji": "👍\u2028", "big": 1.5e300})
    assert lean(body) == body


@pytest.mark.parametrize("times", [1, 1 + PAGE_BYTES // 1000], ids=["short", "long"])
def test_a_page_is_the_lean_forms_of_its_events(times: int) -> None:
    bodies = [encode(case.event) for case in CASES] * times
    assert lean_page(bodies) == lean_page(bodies) == b",".join(map(lean, bodies))
    assert lean_page([]) == b""
