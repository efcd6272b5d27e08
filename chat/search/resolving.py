"""Whom and which rooms the filters of a query name, for somebody: what they may not see has no name.

Functions block.
"""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import Room, User
from chat.queries.conversations import people_key
from chat.queries.shared_rooms import share_a_room
from chat.search import marks
from chat.search.conditions import Keys, SearchConditions
from chat.search.query_language import Filter, Query
from chat.storage import collections
from chat.text.mentions import EVERYONE
from chatsite.languages import Text, filled

ME = "me"


def add_people(query: Query, conditions: SearchConditions, actor: Actor) -> list[Text]:
    """The filters `from:` and `mentions:` as conditions; of several that are not excluded, one is enough.
    Returns what is wrong with them."""
    problems: list[Text] = []
    wanted: dict[str, list[str]] = {}
    for each in query.filters:
        if each.name not in ("from", "mentions"):
            continue
        person = _person(each.value, actor)
        if person is None:
            problems.append(filled(_("There is nobody here with the user name “%(name)s”."), name=each.value))
        elif each.excluded:
            conditions.no_keys.append(Keys(tuple(_keys(each.name, person))))
        else:
            wanted.setdefault(each.name, []).extend(_keys(each.name, person))
    conditions.keys += [Keys(tuple(keys)) for keys in wanted.values()]
    return problems


def _keys(name: str, person: Actor) -> list[str]:
    if name == "from":
        return [marks.author(person.key)]
    return [marks.mention(person.id), marks.mention(EVERYONE)]


def _person(name: str, actor: Actor) -> Actor | None:
    """Whom one may find by this user name. To a guest, only people of their own rooms are there."""
    name = name.removeprefix("@").casefold()
    if name in (ME, actor.username.casefold()):
        return actor
    user = User.objects.filter(folded=name).first()
    if user is None or (actor.guest and not share_a_room(actor.uuid, user.pk)):
        return None
    return Actor.of(user)


def narrowed(query: Query, rooms: Collection[str], actor: Actor) -> tuple[list[str], list[Text]]:
    """Those of `rooms`, which they may see, that the filters `in:` leave; and what is wrong with these."""
    filters = [each for each in query.filters if each.name == "in"]
    problems: list[Text] = []
    named: dict[bool, set[str]] = {True: set(), False: set()}
    for each in filters:
        found = _rooms_named(each, actor) & set(rooms)
        if not found:
            problems.append(filled(_("There is no room “%(name)s” here."), name=each.value))
        named[each.excluded] |= found
    left = set(rooms) if not any(not each.excluded for each in filters) else named[False]
    return sorted(left - named[True]), problems


def _rooms_named(each: Filter, actor: Actor) -> set[str]:
    """The rooms with this address or title; of @somebody, the direct conversation with them."""
    found = collections.collection(Room._meta.db_table)
    wanted: dict[str, Any]
    if each.value.startswith("@"):
        person = _person(each.value, actor)
        if person is None:
            return set()
        wanted = {"people": people_key({actor.key, person.key})}
    else:
        name = each.value.removeprefix("#")
        wanted = {"$or": [{"slug": name.lower()}, {"_id": name.lower()}, {"title": name}]}
    return {doc["_id"] for doc in found.find(wanted, {"_id": 1}).limit(10)}
