"""A read marker that was lost between processes shows by its number."""

from chat.realtime.marker_numbers import MarkerNumbers


def test_what_arrives_is_as_many_as_the_sender_says() -> None:
    numbers = MarkerNumbers()
    numbers.received("one")  # of which nobody knows how many there were before
    assert not numbers.is_missing("one", 7)
    numbers.received("one")
    assert not numbers.is_missing("one", 8)
    assert numbers.is_missing("one", 9)
    assert not numbers.is_missing("one", 9)
    assert not numbers.is_missing("two", None)
    numbers.ended("one")
    assert not numbers.is_missing("one", 3)
