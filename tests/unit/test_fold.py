"""What a message is now: the fold of the events that name it."""

from typing import Any

from chat.events import Author, Event
from chat.fold import apply, as_now, fold, has_reacted, is_deleted

ADA = Author("a", "ada", "Ada")
BOB = Author("b", "bob", "Bob")


def event(seq: int, kind: str, author: Author = ADA, **fields: Any) -> Event:
    return Event(room="general", seq=seq, kind=kind, id=f"id-{seq}", author=author, at="", **fields)


def message(seq: int = 1, text: str = "one") -> Event:
    return event(seq, "message", text=text, html=text, reply_to=None, rev=seq)


def edit(seq: int, text: str, target: int = 1) -> Event:
    return event(seq, "edit", target=target, text=text, html=text)


def delete(seq: int, target: int = 1) -> Event:
    return event(seq, "delete", target=target)


def restore(seq: int, text: str, target: int = 1) -> Event:
    return event(seq, "restore", target=target, text=text, html=text)


def react(seq: int, author: Author = ADA, emoji: str = "👍", on: bool = True, target: int = 1) -> Event:
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
    assert is_deleted(now)


def test_a_restored_message_has_the_words_of_the_restore_and_no_reactions() -> None:
    now = fold(message(), [react(2), delete(3), restore(4, "one")])
    assert (now.text, now.rev) == ("one", 4)
    assert not is_deleted(now)
    assert not now.reactions


def test_reactions_are_kept_by_emoji_and_user_name_in_order() -> None:
    now = fold(message(), [react(2, BOB), react(3), react(4, emoji="🎉")])
    assert now.reactions == {"👍": ["bob", "ada"], "🎉": ["ada"]}
    assert has_reacted(now, "ada", "🎉")
    assert not has_reacted(now, "bob", "🎉")


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
    assert fold(message(), [event(2, "pin", target=1)]) == message()


def test_a_page_shows_messages_as_they_are_now_and_other_events_as_they_were() -> None:
    page = [message(1), message(2, "two"), edit(3, "new", target=1), react(4, target=2)]
    shown = as_now(page, [edit(3, "new", target=1), react(4, target=2), react(9, BOB, target=2)])
    assert [(e.seq, e.rev if e.kind == "message" else e.kind) for e in shown] == [
        (1, 3), (2, 9), (3, "edit"), (4, "reaction"),
    ]  # fmt: skip
    assert shown[1].reactions == {"👍": ["ada", "bob"]}


def test_of_a_deleted_message_no_words_are_left_in_a_page() -> None:
    page = [message(1, "secret"), edit(2, "secret too"), restore(4, "secret again"), delete(5)]
    changes = [edit(2, "secret too"), delete(3), restore(4, "secret again"), delete(5)]
    shown = as_now(page, changes)
    assert [(e.text, e.html, e.deleted) for e in shown[:3]] == [("", "", True)] * 3
    assert [e.seq for e in shown] == [1, 2, 4, 5]


def test_the_edits_of_a_deleted_message_are_emptied_in_a_page_that_does_not_hold_it() -> None:
    [shown] = as_now([edit(2, "secret")], [edit(2, "secret"), delete(3)])
    assert (shown.text, shown.html, shown.deleted) == ("", "", True)


def test_the_edits_of_a_restored_message_have_their_words_again() -> None:
    [shown] = as_now([edit(2, "two")], [edit(2, "two"), delete(3), restore(4, "two")])
    assert shown == edit(2, "two")
