"""Choosing people by search, with plain forms: what was found can be chosen, and what was chosen left out."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.people import seen_by
from chat.queries.people import FoundUser, find_users

MOST = 50  # people chosen at a time
WITH, QUERY = "with", "q"


@dataclass(slots=True)
class Chosen:
    """Somebody who was chosen. `without`: the query of the page on which they are not."""

    user: User
    without: str


@dataclass(slots=True)
class PeoplePicker:
    """`found`: who can be chosen. `chosen`: in the order in which they were. `missing`: names of nobody."""

    terms: str
    found: list[FoundUser]
    chosen: list[Chosen]
    missing: list[str]

    @property
    def ids(self) -> list[str]:
        return [str(each.user.pk) for each in self.chosen]


def people_picker(actor: Actor, query: QueryDict, *, without: list[UUID]) -> PeoplePicker:
    """What `?q=` finds and `?with=` names. `without`: who is not offered."""
    names = list(dict.fromkeys(query.getlist(WITH)))[:MOST]
    folded = [name.casefold() for name in names]
    there = list(User.objects.filter(folded__in=folded, is_active=True))
    users = {user.folded: user for user in seen_by(actor, there)}
    chosen = [users[name] for name in folded if name in users]
    terms = query.get(QUERY, "").strip()
    return PeoplePicker(
        terms,
        find_users(actor, terms, [*without, *(user.pk for user in chosen)]),
        [Chosen(user, _without(chosen, user)) for user in chosen],
        [name for name, key in zip(names, folded, strict=True) if key not in users],
    )


def _without(chosen: list[User], user: User) -> str:
    query = QueryDict(mutable=True)
    query.setlist(WITH, [each.username for each in chosen if each != user])
    return query.urlencode()
