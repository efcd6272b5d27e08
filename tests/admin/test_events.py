"""Messages in the admin: found, read, deleted and restored; never changed past the actions."""

import pytest
from django.test import Client

from chat.models import AuditEntry, Ban, Event, Room, User
from chat.queries import timeline
from tests.admin.conftest import Moderate, page


def at(seq: int) -> str:
    return str(Event.objects.get(room="general", seq=seq).pk)


def is_deleted(seq: int) -> bool:
    return timeline.messages_at("general", [seq])[seq].is_deleted


def listed(client: Client, **asked: str) -> list[str]:
    """The places of the events that the list shows."""
    answer = client.get("/admin/chat/event/", asked)
    assert answer.status_code == 200
    return [f"{event.room_id}/{event.seq}" for event in answer.context["cl"].result_list]


@pytest.mark.usefixtures("room")
def test_the_list_says_what_each_message_is_now(staff: Client) -> None:
    assert listed(staff) == [f"general/{seq}" for seq in (3, 2, 1)]
    shown = page(staff.get("/admin/chat/event/"))
    assert "three wicks deleted" in shown
    assert "one lamp edited" in shown


@pytest.mark.usefixtures("room")
def test_the_list_opens_on_messages_and_shows_the_rest_when_asked(staff: Client) -> None:
    assert listed(staff) == listed(staff, kind="") == ["general/3", "general/2", "general/1"]
    assert listed(staff, kind="all") == [f"general/{seq}" for seq in (5, 4, 3, 2, 1)]
    assert listed(staff, kind="all", q="general/") == listed(staff, kind="all")
    shown = page(staff.get("/admin/chat/event/"))
    assert "Messages" in shown
    assert "All events" in shown


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("term", "seqs"),
    [
        ("general/2", [2]),
        ("general/", [5, 4, 3, 2, 1]),
        ("#general/ lamp", [4, 2, 1]),
        ("lamp oil", [2]),
        ("LAMP", [4, 2, 1]),
        ("@ANN", [5, 4, 3, 2, 1]),
        ("general/ @ann wicks", [3]),
        ("@stan", []),
        ("@nobody lamp", []),
        ("nowhere/1", []),
        ("general/99", []),
        ("^.*$", []),
    ],
)
def test_events_are_found(staff: Client, term: str, seqs: list[int]) -> None:
    assert listed(staff, q=term) == [f"general/{seq}" for seq in seqs]


@pytest.mark.usefixtures("room")
def test_an_event_is_found_by_its_id_and_its_kind(staff: Client) -> None:
    key = at(2)
    assert listed(staff, q=key) == ["general/2"]
    assert listed(staff, q=key.removeprefix("general/")) == ["general/2"]
    assert listed(staff, q=key.replace("general/", "elsewhere/")) == []
    assert listed(staff, kind="delete") == ["general/5"]
    assert listed(staff, kind="edit", q="general/") == ["general/4"]


@pytest.mark.usefixtures("room")
def test_a_message_shows_what_it_is_and_how_it_came_so(staff: Client) -> None:
    changed = page(staff.get(f"/admin/chat/event/{at(1)}/change/"))
    assert "Original text: one lamp Current message: one bright lamp" in changed
    assert "Ann Lee changed it to: one bright lamp" in changed
    deleted = page(staff.get(f"/admin/chat/event/{at(3)}/change/"))
    assert "Deleted. Its text was: three wicks" in deleted
    assert "Ann Lee deleted it" in deleted


@pytest.mark.usefixtures("room")
def test_what_people_write_is_text_and_no_markup(staff: Client) -> None:
    Event.objects.filter(room="general", seq=2).update(text="<script>alert(1)</script>")
    for address in (f"/admin/chat/event/{at(2)}/change/", "/admin/chat/event/"):
        assert b"<script>alert" not in staff.get(address).content


@pytest.mark.usefixtures("room")
def test_messages_are_deleted_and_restored_with_a_reason(staff: Client, moderate: Moderate) -> None:
    said = moderate(staff, "event", "delete", at(1), at(2), at(3), reason="noise")
    assert said == "Deleted: general/2 message, general/1 message. | Already deleted: general/3 message."
    assert is_deleted(1)
    assert is_deleted(2)
    said = moderate(staff, "event", "restore", at(1), at(2), reason="it was none")
    assert said == "Restored: general/2 message, general/1 message."
    messages = timeline.messages_at("general", [1, 2])
    assert [messages[seq].text for seq in (1, 2)] == ["one bright lamp", "two oil lamps"]
    kept = AuditEntry.objects.values_list("by_name", "action", "seq", "reason").order_by("at", "id")
    assert sorted(kept) == sorted(
        [("Stan", "delete message", seq, "noise") for seq in (1, 2)]
        + [("Stan", "restore message", seq, "it was none") for seq in (1, 2)]
    )


@pytest.mark.usefixtures("room")
def test_an_event_stands_for_the_message_that_it_names(staff: Client, moderate: Moderate) -> None:
    moderate(staff, "event", "restore", at(5))
    assert not is_deleted(3)


@pytest.mark.usefixtures("room")
def test_a_message_in_an_archived_room_can_still_be_deleted(staff: Client, moderate: Moderate) -> None:
    moderate(staff, "room", "archive", "general")
    assert moderate(staff, "event", "delete", at(1)).startswith("Deleted: general/1")


def test_its_author_is_banned_from_the_room(staff: Client, room: Room, ann: User, moderate: Moderate) -> None:
    assert moderate(staff, "event", "ban_author", at(1), at(2), reason="spam").startswith("Banned for")
    assert (Ban.objects.get().user, Ban.objects.get().reason) == (ann, "spam")


@pytest.mark.usefixtures("room")
def test_nobody_can_add_change_or_remove_an_event(root: Client) -> None:
    before = list(Event.objects.order_by("seq").values())
    change = {"text": "other words", "_save": "Save"}
    assert root.post("/admin/chat/event/add/", change).status_code == 403
    assert root.post(f"/admin/chat/event/{at(2)}/change/", change).status_code == 403
    assert root.post(f"/admin/chat/event/{at(2)}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [at(2)], "post": "yes"}
    root.post("/admin/chat/event/", chosen)
    assert list(Event.objects.order_by("seq").values()) == before


@pytest.mark.usefixtures("room")
def test_one_action_takes_a_bounded_number(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.admin.confirmation.MOST", 1)
    chosen = {"action": "delete", "_selected_action": [at(1), at(2)], "confirmed": "yes"}
    assert "Choose at most 1 at once." in page(staff.post("/admin/chat/event/", chosen, follow=True))
    assert not is_deleted(1)
