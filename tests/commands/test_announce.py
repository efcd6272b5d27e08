import pytest

from chat.management.action import Error
from chat.models import Event
from chat.storage import notice_log


def test_everyone_who_is_connected_is_told(result) -> None:
    assert result("announce", "We move at *noon*.") == {"room": None, "seq": None}
    [notice] = notice_log.after(0)
    assert (notice["kind"], notice["data"]) == ("news", {"text": "We move at *noon*."})


def test_a_room_is_told_by_a_message(result, general: str) -> None:
    assert result("announce", "We move at noon.", "--room", general) == {"room": "general", "seq": 1}
    assert result("announce", "We have moved.", "--room", general)["seq"] == 2
    said = Event.objects.order_by("seq").values_list("author_username", "text")
    assert list(said) == [("house", "We move at noon."), ("house", "We have moved.")]


def test_nothing_is_not_announced(run, general: str) -> None:
    for place in ([], ["--room", general]):
        with pytest.raises(Error):
            run("announce", " \n", *place)
    with pytest.raises(Error, match="no room at “tea”"):
        run("announce", "hello", "--room", "tea")
