"""Who is on a page of messages: names that mentioned people have now, and pictures of authors."""

from typing import Any, NamedTuple

from chat.actors.actor import Actor
from chat.permissions.people import ids_seen_by
from chat.queries.profiles import ShownProfile, profiles_of
from chat.views.timeline import mentioned_on


class ShownPeople(NamedTuple):
    """By id. `pictures`: the addresses of those that the reader may see, for the tag `face`."""

    names: dict[str, str]
    pictures: dict[str, str]


def shown_on(messages: list[dict[str, Any]], actor: Actor) -> ShownPeople:
    """Of messages, as the wire has them. One command, and one more for a guest; none for no messages."""
    return shown_people(profiles_of(people_on(messages)), actor)


def people_on(events: list[dict[str, Any]]) -> set[str]:
    """Those who wrote a page of events, whom it mentions, and who replied in its threads, by id."""
    replied = {user for event in events for user in event.get("replies", {}).get("people", ())}
    return {*mentioned_on(events), *replied, *(event["author"]["id"] for event in events if event["author"])}


def shown_people(people: list[ShownProfile], actor: Actor) -> ShownPeople:
    """The same, of profiles. One command for a guest."""
    pictured = [person for person in people if person.picture]
    pictures = {person.id: person.picture_small for person in seen_profiles(pictured, actor)}
    return ShownPeople({each.id: each.name for each in people}, pictures)


def seen_profiles(people: list[ShownProfile], actor: Actor) -> list[ShownProfile]:
    """Those whom a guest may see."""
    seen = {*ids_seen_by(actor, [person.id for person in people])}
    return [person for person in people if person.id in seen]
