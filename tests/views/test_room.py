"""A room's page."""

import json
import re
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages, moderation, rooms
from chat.models import Event, Marker, Membership, Room, User
from chat.storage import event_log

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def say(user: User, room: Room, text: str, **more: Any) -> int:
    return async_to_sync(messages.post)(user, room.pk, str(uuid.uuid4()), text, **more)


def start(page: Any) -> dict[str, Any]:
    """What the page hands to its scripts."""
    found = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', page.content.decode())
    assert found
    return dict(json.loads(found[1]))


def test_the_newest_history_is_in_the_html(as_bob: Client, ann: User, garden: Room) -> None:
    say(ann, garden, "the **beans** are up")
    page = as_bob.get("/rooms/garden/")
    assert page.status_code == 200
    assert '<p dir="auto">the <strong>beans</strong> are up</p>' in page.content.decode()
    assert "Ann Ash" in page.content.decode()


def test_scripts_get_the_same_events_and_where_to_go_on(as_bob: Client, ann: User, garden: Room) -> None:
    seq = say(ann, garden, "hello")
    facts = start(as_bob.get("/rooms/garden/"))
    assert [event["seq"] for event in facts["events"]] == [seq]
    assert facts["room"]["epoch"] == garden.epoch
    assert facts["me"]["username"] == "bob"


def test_posting_by_form_says_it_and_shows_the_page_again(as_ann: Client, garden: Room) -> None:
    answer = as_ann.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": "hello\r\nthere"})
    assert answer.status_code == 302
    assert answer["Location"] == "/rooms/garden/?at=1#m1"
    assert Event.objects.get(room=garden.pk).text == "hello\nthere"


def test_the_same_form_twice_is_one_message(as_ann: Client, garden: Room) -> None:
    form = {"id": str(uuid.uuid4()), "text": "once"}
    as_ann.post("/rooms/garden/", form)
    assert as_ann.post("/rooms/garden/", form)["Location"] == "/rooms/garden/?at=1#m1"
    assert Event.objects.filter(room=garden.pk).count() == 1


def test_who_posts_has_read_what_was_on_the_page(as_ann: Client, ann: User, garden: Room) -> None:
    for _ in range(3):
        as_ann.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": "hello"})
    assert not Marker.objects.filter(user=ann.pk, room=garden.pk, seq__gt=0).exists()
    as_ann.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": "hello", "seen": 2})
    assert Marker.objects.get(user=ann.pk, room=garden.pk).seq == 2


def test_what_cannot_be_said_is_kept_and_explained(as_ann: Client, garden: Room, settings: Any) -> None:
    settings.WICK_TEXT = 5
    page = as_ann.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": "too long"})
    assert page.status_code == 400
    assert "This is 8 characters long; the most is 5." in page.content.decode()
    assert ">too long</textarea>" in page.content.decode()


def test_a_form_that_somebody_made_up_is_refused(as_ann: Client, garden: Room) -> None:
    assert as_ann.post("/rooms/garden/", {"id": "1", "text": "x"}).status_code == 400
    assert as_ann.post("/rooms/garden/", {}).status_code == 400


def test_older_pages_have_addresses(as_ann: Client, ann: User, garden: Room, settings: Any) -> None:
    settings.WICK_PAGE = 2
    for text in ("one", "two", "three", "four", "five"):
        say(ann, garden, text)
    newest = as_ann.get("/rooms/garden/").content.decode()
    assert 'href="?before=4"' in newest
    assert ">three<" not in newest
    older = as_ann.get("/rooms/garden/?before=4").content.decode()
    assert ">two<" in older
    assert ">four<" not in older


def test_a_page_opens_with_fifty_events_at_most(as_ann: Client, ann: User, garden: Room) -> None:
    document = {"kind": "message", "author": ann.pk.hex, "author_username": "ann", "author_name": "Ann"}
    event_log.collection().insert_many(
        {**document, "_id": f"garden/{seq}", "room": garden.pk, "seq": seq, "at": NOON, "text": f"{seq}"}
        for seq in range(1, 81)
    )
    assert [event["seq"] for event in start(as_ann.get("/rooms/garden/"))["events"]] == [*range(31, 81)]


def test_a_nonsensical_position_is_passed_over(as_ann: Client, garden: Room) -> None:
    for before in ("x", "-1", "0", "９", "99999999999999999999"):
        assert as_ann.get("/rooms/garden/", {"before": before}).status_code == 200


def test_a_mention_is_highlighted_for_the_mentioned(
    as_ann: Client, as_bob: Client, ann: User, bob: User, garden: Room
) -> None:
    say(ann, garden, "@bob look")
    lit = f'class="mention mention--me" data-user="{bob.pk}"'
    assert lit in as_bob.get("/rooms/garden/").content.decode()
    assert lit not in as_ann.get("/rooms/garden/").content.decode()


def test_a_deleted_message_shows_no_text(as_bob: Client, ann: User, garden: Room) -> None:
    seq = say(ann, garden, "secret")
    async_to_sync(messages.delete)(ann, garden.pk, str(uuid.uuid4()), seq)
    page = as_bob.get("/rooms/garden/").content.decode()
    assert "secret" not in page
    assert "Ann deleted this message." in page


def test_an_answer_quotes_what_it_answers(as_bob: Client, ann: User, garden: Room) -> None:
    first = say(ann, garden, "who has the key?")
    say(ann, garden, "I do", reply_to=first)
    assert f'href="#m{first}"' in as_bob.get("/rooms/garden/").content.decode()


def test_a_quotation_is_in_words_without_their_marks(as_bob: Client, ann: User, garden: Room) -> None:
    first = say(ann, garden, "**bold** & `code`\n\n```\nblock\n```")
    say(ann, garden, "I do", reply_to=first)
    page = as_bob.get("/rooms/garden/").content.decode()
    assert '<span class="quote__text" dir="auto">bold &amp; code block</span>' in page


def test_text_is_no_html(as_bob: Client, ann: User, garden: Room) -> None:
    say(ann, garden, "</script><script>alert(1)</script>")
    assert "<script>alert(1)" not in as_bob.get("/rooms/garden/").content.decode()


def test_a_room_that_is_not_there(as_ann: Client) -> None:
    page = as_ann.get("/rooms/nowhere/")
    assert page.status_code == 404
    assert "There is no room at this address." in page.content.decode()


def test_a_banned_person_is_told(as_bob: Client, ann: User, bob: User, garden: Room) -> None:
    async_to_sync(moderation.ban)(ann, garden.pk, str(bob.pk))
    for answer in (as_bob.get("/rooms/garden/"), as_bob.post("/rooms/garden/", {"text": "x"})):
        assert answer.status_code == 403
        assert "You are banned from this room." in answer.content.decode()


def test_an_archived_room_can_be_read_and_not_written_in(as_bob: Client, ann: User, garden: Room) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True)
    say(ann, garden, "last words")
    async_to_sync(rooms.archive)(User.objects.get(pk=ann.pk), garden.pk, True)
    page = as_bob.get("/rooms/garden/").content.decode()
    assert "last words" in page
    assert "This room is archived." in page
    assert "<textarea" not in page
    assert as_bob.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": "x"}).status_code == 400


def test_anonymous_requests_are_redirected_to_sign_in(client: Client, garden: Room) -> None:
    answer = client.get("/rooms/garden/")
    assert answer["Location"] == "/sign-in/?next=/rooms/garden/"


@pytest.mark.parametrize("digits", [16, 17, 19, 20, 5000])
def test_a_number_that_is_too_long_for_a_place_in_a_room_is_no_server_error(
    as_bob: Client, ann: User, garden: Room, digits: int
) -> None:
    say(ann, garden, "hello")
    number = "1" * digits
    assert as_bob.get("/rooms/garden/", {"before": number}).status_code == 200
    assert as_bob.get("/rooms/garden/", {"reply": number}).status_code == 200
    assert as_bob.post("/rooms/garden/read/", {"seq": number}).status_code == 302
    for end in ("", "edit/", "react/", "delete/", "restore/"):
        assert as_bob.get(f"/rooms/garden/{number}/{end}").status_code in (404, 405)


def test_who_writes_in_a_room_is_a_member_and_has_nothing_unread_in_it(
    as_bob: Client, bob: User, ann: User, garden: Room
) -> None:
    async_to_sync(messages.post)(ann, garden.pk, str(uuid.uuid4()), "before")
    as_bob.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": "may I?"})
    assert Membership.objects.get(user=bob.pk, room=garden.pk).role == Membership.Role.MEMBER
    assert 'class="unread-divider"' not in as_bob.get("/rooms/garden/").content.decode()


def test_who_left_is_a_member_again_after_writing(as_bob: Client, bob: User, garden: Room) -> None:
    for _ in range(2):
        as_bob.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": "here"})
        assert Membership.objects.filter(user=bob.pk, room=garden.pk).exists()
        as_bob.post("/rooms/garden/leave/")


def test_the_page_of_a_message_that_is_not_there_says_so(as_ann: Client, garden: Room) -> None:
    answer = as_ann.get("/rooms/garden/?at=7")
    assert answer.status_code == 404
    assert "This message does not exist or was deleted." in answer.content.decode()
