"""What a message is now: the fold of the events that name it."""

from typing import Any

from msgspec import UNSET

from chat.actors.author import Author
from chat.events.base import UnknownEvent
from chat.events.files import AttachedFile
from chat.events.fold import apply, as_now, fold
from chat.events.kinds import KINDS

ADA = Author("a", "ada", "Ada")
BOB = Author("b", "bob", "Bob")


def event(seq: int, kind: str, author: Author = ADA, **fields: Any) -> Any:
    made = KINDS.get(kind, UnknownEvent)
    return made(room="general", seq=seq, kind=kind, id=f"id-{seq}", author=author, at="", **fields)


def message(seq: int = 1, text: str = "one") -> Any:
    return event(seq, "message", text=text, html=text, reply_to=None, rev=seq)


def edit(seq: int, text: str, target: int = 1) -> Any:
    return event(seq, "edit", target=target, text=text, html=text)


def delete(seq: int, target: int = 1) -> Any:
    return event(seq, "delete", target=target)


def restore(seq: int, text: str, target: int = 1) -> Any:
    return event(seq, "restore", target=target, text=text, html=text)


def reply(seq: int, author: Author = BOB, target: int = 1) -> Any:
    return event(seq, "message", author, text="re", html="re", rev=seq, thread=target).copy(at=f"at {seq}")


def react(seq: int, author: Author = ADA, emoji: str = "👍", on: bool = True, target: int = 1) -> Any:
    return event(seq, "reaction", author, target=target, emoji=emoji, on=on)


def test_a_message_that_nothing_names_is_what_it_was() -> None:
    assert fold(message(), []) == message()


def test_an_edit_brings_its_text_and_says_so() -> None:
    now = fold(message(), [edit(2, "two"), edit(5, "five")])
    assert (now.text, now.html, now.edited, now.rev) == ("five", "five", True, 5)


def test_a_deletion_empties_the_text_and_takes_the_reactions() -> None:
    now = fold(message(), [react(2), edit(3, "two"), delete(4)])
    assert (now.text, now.html, now.deleted, now.rev) == ("", "", True, 4)
    assert not now.reactions
    assert now.is_deleted


def test_mentions_go_with_the_text() -> None:
    said = {"mentions": ["b"], "mentioned_as": ["bob"]}
    first = message().copy(**said)
    edited, brought = edit(2, "two"), edit(2, "@ada").copy(mentions=["a"], mentioned_as=["ada"])
    assert fold(first, [brought]).mentions == ["a"]
    for now in (fold(first, [edited]), fold(first, [delete(2)])):
        assert (now.mentions, now.mentioned_as) == (UNSET, UNSET)
    restored = restore(3, "one").copy(**said)
    assert fold(first, [delete(2), restored]).mentions == ["b"]


def test_files_stay_through_an_edit_go_with_a_deletion_and_come_back_by_a_restoration() -> None:
    files = [AttachedFile(id="f", name="a.txt", type="text/plain", size=1)]
    first = message().copy(files=files)
    assert fold(first, [edit(2, "two")]).files == files
    assert fold(first, [delete(2)]).files is UNSET
    assert fold(first, [delete(2), restore(3, "one").copy(files=files)]).files == files
    assert fold(first, [delete(2), restore(3, "one")]).files is UNSET


def test_a_restored_message_has_the_text_of_the_restore_and_no_reactions() -> None:
    now = fold(message(), [react(2), delete(3), restore(4, "one")])
    assert (now.text, now.rev) == ("one", 4)
    assert not now.is_deleted
    assert not now.reactions


def test_reactions_are_kept_by_emoji_and_user_name_in_order() -> None:
    now = fold(message(), [react(2, BOB), react(3), react(4, emoji="🎉")])
    assert now.reactions == {"👍": ["bob", "ada"], "🎉": ["ada"]}


def test_the_last_reaction_taken_back_leaves_nothing_behind() -> None:
    now = fold(message(), [react(2), react(3, on=False)])
    assert not now.reactions
    assert now.rev == 3


def test_repeats_and_older_events_change_nothing() -> None:
    now = fold(message(), [edit(2, "two"), edit(4, "four")])
    for old in (edit(2, "two"), edit(3, "three"), edit(4, "again")):
        apply(now, old)
    assert (now.text, now.rev) == ("four", 4)


def test_a_fold_leaves_the_event_alone_that_it_was_given() -> None:
    first = message()
    fold(first, [react(2), edit(3, "two")])
    assert first == message()


def test_a_kind_of_a_newer_version_says_nothing() -> None:
    assert as_now([message()], [event(2, "poll", target=1)]) == [message()]


def test_a_page_shows_messages_as_they_are_now_and_other_events_as_they_were() -> None:
    page = [message(1), message(2, "two"), edit(3, "new", target=1), react(4, target=2)]
    shown: list[Any] = as_now(page, [edit(3, "new", target=1), react(4, target=2), react(9, BOB, target=2)])
    assert [(e.seq, e.rev if e.kind == "message" else e.kind) for e in shown] == [
        (1, 3), (2, 9), (3, "edit"), (4, "reaction"),
    ]  # fmt: skip
    assert shown[1].reactions == {"👍": ["ada", "bob"]}


def test_of_a_deleted_message_no_text_is_left_in_a_page() -> None:
    page = [message(1, "secret"), edit(2, "secret too"), restore(4, "secret again"), delete(5)]
    changes = [edit(2, "secret too"), delete(3), restore(4, "secret again"), delete(5)]
    shown: list[Any] = as_now(page, changes)
    assert [(e.text, e.html, e.deleted) for e in shown[:3]] == [("", "", True)] * 3
    assert [e.seq for e in shown] == [1, 2, 4, 5]


def test_the_edits_of_a_deleted_message_are_emptied_in_a_page_that_does_not_hold_it() -> None:
    shown: Any
    [shown] = as_now([edit(2, "secret")], [edit(2, "secret"), delete(3)])
    assert (shown.text, shown.html, shown.deleted) == ("", "", True)


def test_the_edits_of_a_restored_message_have_their_text_again() -> None:
    shown: Any
    [shown] = as_now([edit(2, "two")], [edit(2, "two"), delete(3), restore(4, "two")])
    assert shown == edit(2, "two")


def test_replies_are_counted_by_the_first_message_of_their_thread() -> None:
    now: Any = fold(message(), [reply(2, ADA), reply(3), reply(5, Author("c", "cid", "Cid")), reply(7)])
    assert (now.replies.count, now.replies.seq, now.replies.at, now.rev) == (4, 7, "at 7", 7)
    assert now.replies.people == ["b", "c", "a"]


def test_of_a_thread_three_people_are_named_the_newest_first() -> None:
    people = [Author(id, id, id) for id in "vwxyz"]
    now: Any = fold(message(), [reply(seq, author) for seq, author in enumerate(people, 2)])
    assert now.replies.people == ["z", "y", "x"]


def test_a_deleted_reply_is_counted_no_longer_and_its_time_stays() -> None:
    gone = delete(4, target=3).copy(thread=1)
    log = [message(), reply(2, ADA), reply(3), gone]
    first: Any = as_now(log, log)[0]
    assert (first.replies.count, first.replies.seq, first.replies.people, first.rev) == (1, 3, ["b", "a"], 4)
    back = restore(5, "re", target=3).copy(thread=1)
    again: Any = as_now(log, [*log, back])[0]
    assert (again.replies.count, again.replies.seq, again.rev) == (2, 3, 5)


def test_an_edit_of_a_reply_does_not_change_the_first_message() -> None:
    log = [message(), reply(2), edit(3, "new", target=2)]
    first: Any = as_now(log, log)[0]
    assert (first.replies.count, first.rev) == (1, 2)


def test_a_deleted_first_message_keeps_the_count_of_its_replies() -> None:
    now: Any = fold(message(), [reply(2), delete(3)])
    assert (now.is_deleted, now.replies.count) == (True, 1)
