"""Forwarding a message: what is posted where, and by whom."""

import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import conversations, forwarding, messages, rooms
from chat.models import Room, User
from chat.protocol.errors import Code, Refused
from chat.queries import timeline
from chat.text.quotations import quotation


@pytest.fixture
def cellar(ann: User) -> Room:
    """A private room of Ann's."""
    return async_to_sync(rooms.create)(ann, "cellar", private=True)


def post(user: User, room: Room, text: str) -> int:
    return int(async_to_sync(messages.post)(user, room.pk, str(uuid.uuid4()), text, None))


def forward(user: User, room: Room, seq: int, to: Room, comment: str = "") -> str:
    """The text of what was posted."""
    id = str(uuid.uuid4())
    made = async_to_sync(forwarding.forward)(user, room.pk, seq, to.pk, id, comment, "https://chat.example")
    return timeline.messages_at(to.pk, [made])[made].text


def test_it_is_quoted_below_the_comment_with_its_author_and_a_link(
    ann: User, garden: Room, cellar: Room
) -> None:
    seq = post(ann, garden, "mind\n**the slugs**")
    assert forward(ann, garden, seq, cellar, "look:") == (
        f"look:\n\n> **Ann Ash** [#garden](https://chat.example/rooms/garden/?at={seq}#m{seq})\n"
        "> mind\n> **the slugs**"
    )


def test_the_link_to_a_closed_room_does_not_name_it(ann: User, bob: User, garden: Room, cellar: Room) -> None:
    talk = async_to_sync(conversations.open_conversation)(ann, [str(bob.pk)])
    for room in (cellar, talk):
        text = forward(ann, room, post(ann, room, "hello"), garden)
        assert "#cellar" not in text
        assert "[20" in text  # the day


def test_nobody_is_mentioned_by_a_quotation(ann: User, bob: User, garden: Room, cellar: Room) -> None:
    seq = post(ann, cellar, "@ann look")
    made = async_to_sync(forwarding.forward)(ann, cellar.pk, seq, garden.pk, str(uuid.uuid4()))
    assert not timeline.messages_at(garden.pk, [made])[made].mentions


def test_what_one_may_not_see_cannot_be_forwarded_and_what_is_deleted_neither(
    ann: User, bob: User, garden: Room, cellar: Room
) -> None:
    seq = post(ann, cellar, "hello")
    with pytest.raises(Refused) as unseen:
        forward(bob, cellar, seq, garden)
    gone = post(ann, garden, "hello")
    async_to_sync(messages.delete)(ann, garden.pk, str(uuid.uuid4()), gone)
    with pytest.raises(Refused) as deleted:
        forward(ann, garden, gone, cellar)
    with pytest.raises(Refused) as nowhere:
        forward(bob, garden, post(ann, garden, "hello"), cellar)
    assert {refused.value.code for refused in (unseen, deleted, nowhere)} == {Code.NOT_FOUND}


def test_a_long_text_is_cut_to_the_longest_message(
    ann: User, garden: Room, cellar: Room, settings: Any
) -> None:
    settings.WICK_TEXT = 300
    seq = post(ann, garden, "word " * 60)
    text = forward(ann, garden, seq, cellar, "look")
    assert len(text) <= 300
    assert text.endswith("…")
    with pytest.raises(Refused) as refused:
        forward(ann, garden, seq, cellar, "x" * 250)
    assert refused.value.code == Code.TOO_LONG


def test_a_name_is_no_markdown() -> None:
    text = quotation("hello", "**[x](https://a.b)**", "#a", "https://b.c", 400)
    assert text is not None
    assert text.startswith("> **\\*\\*\\[x\\](https://a.b)\\*\\*** [#a](https://b.c)\n")


def test_the_form_asks_where_to_and_a_second_try_posts_nothing_again(
    as_ann: Client, ann: User, garden: Room, cellar: Room
) -> None:
    seq = post(ann, garden, "mind the slugs")
    page = as_ann.get(f"/rooms/garden/{seq}/forward/")
    assert "mind the slugs" in page.content.decode()
    assert '<option value="cellar">cellar</option>' in page.content.decode()
    data = {"to": "cellar", "comment": "look", "id": str(page.context["form"]["id"].value())}
    first, second = (as_ann.post(f"/rooms/garden/{seq}/forward/", data)["Location"] for _ in range(2))
    assert first == second
    assert first.startswith("/rooms/cellar/?at=")


def test_the_form_says_what_was_wrong_and_keeps_the_comment(
    as_ann: Client, ann: User, garden: Room, cellar: Room
) -> None:
    seq = post(ann, garden, "hello")
    answer = as_ann.post(f"/rooms/garden/{seq}/forward/", {"to": "cellar", "comment": "x" * 4001})
    assert answer.status_code == 400
    assert "xxx" in answer.content.decode()
