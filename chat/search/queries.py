"""A search, for somebody: what they find is in rooms that they may see at this moment. Blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.events.message import Message
from chat.models import Room
from chat.permissions.limits import SEARCHES
from chat.permissions.seen_rooms import all_seen, seen_rooms
from chat.queries import timeline
from chat.search import conditions, finding, ranking, resolving, suggestions
from chat.search.days import TimeSpan
from chat.search.finding import MILLISECOND, Sought, TooBroad
from chat.search.query_language import Query, parse
from chatsite.languages import Text

PAGE = 20
RANKED = 300  # of the newest messages found, the best are sought among
MOST_ROOMS = 20_000  # that are searched
MOST_SAME = 500  # messages of the same millisecond that a page goes on behind

Document = dict[str, Any]


class Position(NamedTuple):
    """Where a page begins: at the messages of this moment and before, `skip` of which were shown already. For
    the best ones, `skip` of all."""

    at: datetime | None = None
    skip: int = 0


NEWEST = Position()


@dataclass(frozen=True, slots=True)
class Hit:
    room: Room
    message: Message


@dataclass(slots=True)
class SearchResults:
    """`problems`: why nothing was searched for; `older`: where the next page begins; `meant`: a word of the
    query that nobody wrote, and one that somebody did."""

    query: Query
    hits: list[Hit] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)
    older: Position | None = None
    meant: tuple[str, str] | None = None


def search(
    actor: Actor, text: str, start: Position = NEWEST, *, best: bool = False, most: int = PAGE
) -> SearchResults:
    """Raises Refused where they search too often. No more than a dozen commands, and finding.SECONDS."""
    query = parse(text)
    results = SearchResults(query, problems=list(query.problems))
    if query.is_empty or results.problems:
        return results
    SEARCHES.take_for(actor)
    try:
        with finding.bounded():
            _search(actor, results, start, best=best, most=most)
    except TooBroad:
        results.problems.append(_("This search takes too long. Add a word, or say in which room or when."))
    return results


def _search(actor: Actor, results: SearchResults, start: Position, *, best: bool, most: int) -> None:
    query = results.query
    wanted = conditions.conditions_of(query)
    results.problems += resolving.add_people(query, wanted, actor)
    rooms, problems = resolving.narrowed(query, all_seen(actor, MOST_ROOMS), actor)
    results.problems += problems
    if results.problems:
        return
    sought = Sought(conditions.with_any(wanted), rooms, query.span)
    if best:
        ranked = ranking.best(query, finding.newest(sought, RANKED))
        found, rest = ranked[start.skip : start.skip + most], ranked[start.skip + most :]
        results.older = Position(None, start.skip + most) if rest else None
    else:
        found = _page(sought, start, most)
        results.older = _after(found, start, most)
        found = found[:most]
    results.hits = _hits(actor, found)
    if not found and start == NEWEST:
        results.meant = suggestions.suggestion(query, sought)


def _page(sought: Sought, start: Position, most: int) -> list[Document]:
    """The messages from there on, and one more if there is one."""
    if start.at is None:
        return finding.newest(sought, most + 1)
    upto = TimeSpan(None, start.at.replace(tzinfo=UTC) + MILLISECOND)
    below = Sought(sought.conditions, sought.rooms, sought.span.within(upto))
    return finding.newest(below, start.skip + most + 1)[start.skip :]


def _after(found: Sequence[Document], start: Position, most: int) -> Position | None:
    """Where the page begins that follows the first `most` of these."""
    if len(found) <= most:
        return None
    at = found[most - 1]["at"].replace(tzinfo=UTC)
    same = sum(each["at"].replace(tzinfo=UTC) == at for each in found[:most])
    before = start.skip if at == start.at else 0
    return Position(at, min(before + same, MOST_SAME))


def _hits(actor: Actor, found: Sequence[Document]) -> list[Hit]:
    """The messages as they are now, in the same order. Three commands; none for none."""
    if not found:
        return []
    places = [(each["room"], each["seq"]) for each in found]
    rooms = seen_rooms(actor, {room for room, _seq in places})
    messages = timeline.messages_of(place for place in places if place[0] in rooms)
    return [
        Hit(rooms[place[0]].room, message)
        for place in places
        if (message := messages.get(place)) and not message.is_deleted
    ]
