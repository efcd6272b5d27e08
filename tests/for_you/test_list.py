"""What is in the list of whom, and for how long."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import conversations, memberships, messages, moderation, read_markers
from chat.for_you import making
from chat.for_you.stored import entries
from chat.models import Membership, Room, User
from chat.projections.rebuilding import rebuild
from chat.projections.registry import registered
from tests.for_you.conftest import do, handle_all, listed, post, stored, unread


def test_who_is_mentioned_or_answered_finds_it_and_the_author_does_not(
    ann: User, bob: User, garden: Room
) -> None:
    first = post(ann, garden, "slugs")
    mention = post(bob, garden, "@ann look")
    answer = post(bob, garden, "where?", first)
    assert listed(ann) == [(garden.pk, answer, "reply"), (garden.pk, mention, "mention")]
    assert listed(bob) == []


def test_everyone_in_the_room_finds_what_mentions_everyone(ann: User, bob: User, garden: Room) -> None:
    cat = User.objects.create_user("cat")
    seq = post(ann, garden, "@room dinner")
    assert listed(bob) == [(garden.pk, seq, "mention")]
    assert listed(ann) == listed(cat) == []


def test_a_direct_message_is_for_all_others_in_it(ann: User, bob: User) -> None:
    talk = async_to_sync(conversations.open_conversation)(ann, [str(bob.pk)])
    seq = post(ann, talk, "hello")
    assert listed(bob) == [(talk.pk, seq, "direct")]
    assert listed(ann) == []


def test_a_deleted_message_goes_and_a_restored_one_comes_back(ann: User, bob: User, garden: Room) -> None:
    seq = post(bob, garden, "@ann look")
    do(messages.delete, bob, garden, seq)
    assert listed(ann) == []
    assert unread(ann) == 0
    do(messages.restore, ann, garden, seq)
    assert listed(ann) == [(garden.pk, seq, "mention")]
    assert unread(ann) == 1


def test_the_order_of_events_does_not_matter(ann: User, bob: User, garden: Room) -> None:
    seq = post(bob, garden, "@ann look")
    do(messages.delete, bob, garden, seq)
    for order in itertools.permutations(stored()):
        entries().delete_many({})
        for event in order:
            making.handle([event])
        assert unread(ann) == 0


def test_handling_everything_again_changes_nothing(ann: User, bob: User, garden: Room) -> None:
    post(bob, garden, "@ann look")
    handle_all()
    before = list(entries().find())
    handle_all()
    assert list(entries().find()) == before


def test_who_leaves_a_room_finds_nothing_of_it_but_what_mentions_them_later(
    ann: User, bob: User, garden: Room
) -> None:
    post(ann, garden, "@bob look")
    handle_all()
    async_to_sync(memberships.leave)(bob, garden.pk)
    assert listed(bob) == []
    assert unread(bob) == 0
    later = post(ann, garden, "@bob come back")
    assert listed(bob) == [(garden.pk, later, "mention")]


def test_who_is_banned_finds_nothing_of_the_room(ann: User, bob: User, garden: Room) -> None:
    post(ann, garden, "@bob look")
    async_to_sync(moderation.ban)(ann, garden.pk, str(bob.pk), "")
    assert listed(bob) == []
    assert unread(bob) == 0


def test_what_was_read_in_the_room_is_read_in_the_list(ann: User, bob: User, garden: Room) -> None:
    seq = post(bob, garden, "@ann look")
    handle_all()
    assert unread(ann) == 1
    async_to_sync(read_markers.mark_read)(ann, garden.pk, seq)
    assert unread(ann) == 0


def test_an_entry_is_read_when_it_was_opened(ann: User, bob: User, garden: Room, as_ann: Client) -> None:
    seq = post(bob, garden, "@ann look")
    handle_all()
    answer = as_ann.get(f"/for-you/garden/{seq}/")
    assert answer["Location"] == f"/rooms/garden/?at={seq}#m{seq}"
    assert unread(ann) == 0
    handle_all()
    assert unread(ann) == 0


def test_all_is_marked_as_read_up_to_what_the_page_knew(
    ann: User, bob: User, garden: Room, as_ann: Client
) -> None:
    post(bob, garden, "@ann look")
    upto = datetime.now(UTC).isoformat()
    post(bob, garden, "@ann and here")
    handle_all()
    entries().update_one({"seq": 2}, {"$set": {"at": datetime(2100, 1, 1)}})
    assert as_ann.post("/for-you/read/", {"upto": upto})["Location"] == "/for-you/"
    assert unread(ann) == 1


def test_the_page_shows_room_author_and_text_and_the_sidebar_how_many(
    ann: User, bob: User, garden: Room, as_ann: Client
) -> None:
    seq = post(bob, garden, "@ann **look**")
    handle_all()
    page = as_ann.get("/for-you/").content.decode()
    assert "#garden" in page
    assert "<strong>look</strong>" in page
    assert f'href="/for-you/garden/{seq}/"' in page
    assert '<span class="count__number">1</span>' in page
    assert as_ann.get("/for-you/count/").json() == {"unread": 1}


def test_older_entries_are_a_page_away(
    ann: User, bob: User, garden: Room, as_ann: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.for_you.queries.PAGE", 1)
    post(bob, garden, "@ann first")
    post(bob, garden, "@ann second")
    handle_all()
    newest = as_ann.get("/for-you/")
    assert "second" in newest.content.decode()
    older = as_ann.get("/for-you/", {"before": newest.context["older"]}).content.decode()
    assert "first" in older
    assert "second" not in older


@pytest.mark.parametrize("before", ["x", "9", "2026-01-01", "9999-99-99T99:99:99Z"])
def test_an_odd_address_shows_the_newest(as_ann: Client, before: str) -> None:
    assert as_ann.get("/for-you/", {"before": before}).status_code == 200


def test_the_oldest_entries_give_way(
    ann: User, bob: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST", 2)
    monkeypatch.setattr(making, "TRIMMED", 1)
    seqs = [post(bob, garden, f"@ann {n}") for n in range(4)]
    for event in stored():
        making.handle([event])
    kept = sorted(doc["seq"] for doc in entries().find({"user": ann.pk.hex}))
    assert kept == seqs[2:]


def test_a_rebuild_drops_what_does_not_follow_from_the_log_and_keeps_what_was_read(
    ann: User, bob: User, garden: Room, as_ann: Client
) -> None:
    read = post(bob, garden, "@ann look")
    post(bob, garden, "@ann and here")
    handle_all()
    as_ann.get(f"/for-you/garden/{read}/")
    wrong = {**entries().find_one({"seq": read}), "_id": "wrong", "seq": 99, "read": False}  # type: ignore[dict-item]
    entries().insert_one(wrong)
    projection = registered()["for_you"]
    assert projection.rebuild is not None
    rebuild(projection, projection.rebuild, lambda count: None)
    assert {(doc["seq"], doc["read"]) for doc in entries().find()} == {(1, True), (2, False)}


def test_what_is_imported_is_not_news(ann: User, bob: User, garden: Room) -> None:
    post(bob, garden, "@ann look")
    long_ago = datetime.now(UTC) - timedelta(days=7)
    making.handle([replace(event, at=long_ago) for event in stored()])
    assert unread(ann) == 0
    assert entries().count_documents({}) == 1


def test_entries_of_a_deleted_room_and_a_closed_account_go(
    ann: User, bob: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(bob, garden, "@ann look")
    handle_all()
    ann.is_active = False
    ann.save()
    assert not entries().find_one({"user": ann.pk.hex})
    post(ann, garden, "@bob look")
    handle_all()
    garden.delete()
    assert not entries().find_one({})


def test_nobody_opens_an_entry_of_a_room_that_they_may_not_see(ann: User, bob: User, garden: Room) -> None:
    Room.objects.filter(pk=garden.pk).update(kind=Room.Kind.PRIVATE)
    Membership.objects.filter(user=bob).delete()
    seq = post(ann, garden, "@bob look")
    client = Client()
    client.force_login(bob)
    assert client.get(f"/for-you/garden/{seq}/").status_code == 404
