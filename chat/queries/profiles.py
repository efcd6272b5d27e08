"""What pages show of people beside their names: picture, status, quiet times."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from chat.events.documents import moment
from chat.models import Membership, User
from chat.storage import collections
from chat.text.picture_names import picture_paths
from chat.text.quiet_hours import QuietHours

# What is read of a user's document.
STATUS = ("status_emoji", "status_text", "status_until")
QUIET = ("quiet_from", "quiet_to", "quiet_until", "zone")
SHOWN = dict.fromkeys(("username", "name", "picture", *STATUS, *QUIET), 1)


class Status(Struct, omit_defaults=True):
    """`until`: when it ends; None: when it is cleared."""

    emoji: str = ""
    text: str = ""
    until: str | None = None


class QuietTime(Struct, rename={"start": "from", "end": "until"}):
    """The quiet time that somebody is in, or the next one."""

    start: str
    end: str


class ShownProfile(Struct, omit_defaults=True):
    """As it is sent to clients."""

    id: str
    username: str
    name: str
    picture: dict[str, str] | None = None
    status: Status | None = None
    quiet: QuietTime | None = None

    @property
    def is_plain(self) -> bool:
        """Is there nothing to show but names?"""
        return self.picture is None and self.status is None and self.quiet is None

    @property
    def shown_name(self) -> str:
        """As others that templates draw have it."""
        return self.name

    @property
    def picture_small(self) -> str:
        """For templates: its address."""
        return (self.picture or {}).get("small", "")


def profiles_of(ids: Collection[str]) -> list[ShownProfile]:
    """Of the people with these ids. Blocks, for one command; none for nobody."""
    if not ids:
        return []
    keys = [UUID(id).hex for id in ids]
    users = collections.collection(User._meta.db_table)
    at = datetime.now(UTC)
    return [
        profile_of(doc, at) for doc in users.find({"_id": {"$in": keys}}, SHOWN, batch_size=len(keys) + 1)
    ]


def names_now(ids: Collection[str]) -> dict[str, str]:
    """The names of people whom messages mention, by id. One command; none for nobody."""
    return {each.id: each.name for each in profiles_of(ids)}


def profiles_with_rooms(ids: Collection[str]) -> list[tuple[ShownProfile, set[str]]]:
    """The same, each with the rooms (ids) to which they belong. Two commands."""
    rooms: defaultdict[str, set[str]] = defaultdict(set)
    keys = [UUID(id) for id in ids]
    for user, room in Membership.objects.filter(user__in=keys).values_list("user_id", "room_id"):
        rooms[str(user)].add(room)
    return [(profile, rooms[profile.id]) for profile in profiles_of(ids)]


def profile_of_user(user: User, at: datetime) -> ShownProfile:
    return profile_of({"_id": user.pk.hex, **{name: getattr(user, name) for name in SHOWN}}, at)


def profile_of(doc: Mapping[str, Any], at: datetime) -> ShownProfile:
    """`doc`: of a user, with what SHOWN names; fields that an older version did not store may be missing."""
    key = doc["_id"]
    return ShownProfile(
        str(UUID(key)),
        doc["username"],
        doc["name"].strip() or doc["username"],
        picture_paths(key, doc.get("picture")),
        _status(doc, at),
        _quiet(doc, at),
    )


def _status(doc: Mapping[str, Any], at: datetime) -> Status | None:
    emoji, text, until = doc.get("status_emoji"), doc.get("status_text"), _aware(doc.get("status_until"))
    if not (emoji or text) or (until is not None and until <= at):
        return None
    return Status(emoji or "", text or "", None if until is None else moment(until))


def _quiet(doc: Mapping[str, Any], at: datetime) -> QuietTime | None:
    until = _aware(doc.get("quiet_until"))
    span = QuietHours(doc.get("quiet_from"), doc.get("quiet_to"), until, doc.get("zone") or "").span(at)
    return None if span is None else QuietTime(moment(span.start), moment(span.end))


def _aware(at: datetime | None) -> datetime | None:
    """MongoDB's times are in UTC, and its driver does not say so."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
