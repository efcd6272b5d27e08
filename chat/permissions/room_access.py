"""May somebody enter a room? Look-up and permission in one step: what one may not see is not there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import Ban, Draft, Marker, Membership, Room, User
from chat.permissions.workspace_roles import MODERATE, RUN_WORKSPACE, may
from chat.permissions.workspace_roles import check as check_right
from chat.protocol.errors import Refused, forbidden, no_room, not_found, unavailable
from chat.queries.bans import is_banned
from chat.queries.drafts import draft_of
from chat.queries.room_state import RoomState, is_closed, room_state
from chat.realtime import hub as hubs
from chat.realtime.room import LiveRoom
from chat.storage import collections
from chat.storage.executor import in_thread
from chatsite.languages import filled

Own = Ban | Draft | Membership | Marker
BANNED = _("You are banned from this room.")


async def enter(actor: Actor, room_id: str) -> LiveRoom:
    """The live room, if this person has the right to it. Raises Refused.

    A room that is not live is looked up with the right first, so that nobody brings one to life who may not
    see it, and that it costs the same as to find that there is none.
    """
    hub = hubs.current()
    if room_id not in hub.rooms and not actor.trusted:
        await in_thread(check_stored, actor, room_id)
    room = await hub.loader.room(room_id)
    await look_up(actor, room)
    check(actor, room)
    return room


async def look_up(actor: Actor, room: LiveRoom) -> None:
    """Afterwards `check` needs no look-up, at least in the same turn of the event loop."""
    if not is_known(actor, room):
        await room.access.look_up(actor.id)


def is_known(actor: Actor, room: LiveRoom) -> bool:
    """Can `check` answer without a look-up?"""
    return actor.trusted or room.access.is_known(actor.id)


def check(actor: Actor, room: LiveRoom) -> None:
    """Everyone may see and use a public room, except who is banned from it. Any other room is there for its
    members alone. Raises Refused."""
    if actor.trusted:
        return
    access = room.access.of(actor.id)
    if access is None:  # something was changed in this very moment
        raise unavailable(_("Your access to this room has just changed. Try again."), 0.1)
    if not access.member and room.state.is_closed_to(actor):
        room.access.drop(actor.id)
        raise not_found()
    if access.banned:
        raise forbidden(BANNED)


def check_stored(actor: Actor, room_id: str) -> None:
    """The same, as stored now. Blocks, for one command."""
    if not actor.trusted:
        _visible(actor, {"_id": room_id}, (Ban, Membership), not_found)


def stored_state(actor: Actor, room_id: str, *, banned_staff: bool = False) -> RoomState:
    """The state of a room as stored now, if this person has the right to it. Blocks. Raises Refused.

    `banned_staff`: also for a member of the staff who is banned from it, and comes to lift that.
    """
    if not actor.trusted:
        passes = banned_staff and actor.staff
        _visible(actor, {"_id": room_id}, (Ban, Membership), not_found, although_banned=passes)
    state = room_state(room_id)
    if state is None:
        raise not_found()
    return state


def check_not_direct(state: RoomState) -> None:
    """The people of a direct conversation are fixed, and all of them have the same rights."""
    if state.is_direct:
        raise forbidden(_("This cannot be done in a direct conversation."))


def check_not_private(state: RoomState, *, is_member: bool) -> None:
    """Nobody becomes a member of a private room by themselves, not even by a command."""
    if not state.is_public and not is_member:
        raise forbidden(_("This room is private. One of its members can add people."))


def may_invite(actor: Actor, state: RoomState, *, is_member: bool) -> bool:
    """Moderators add people to a room and, unless its policy says otherwise, so does every member."""
    if state.is_direct:
        return False
    return may_moderate(actor, state) or (is_member and state.policy.invite == "everyone")


def check_invites(actor: Actor, state: RoomState, *, is_member: bool) -> None:
    if not is_member and not may_moderate(actor, state):
        raise forbidden(_("Only members of this room may add people."))
    if not may_invite(actor, state, is_member=is_member):
        raise forbidden(_("Only a moderator may add people to this room."))


def may_moderate(actor: Actor, state: RoomState) -> bool:
    """Moderators and owners of the room, and the staff of the workspace. Nobody in a direct conversation."""
    if state.is_direct:
        return actor.trusted
    return may(actor, MODERATE) or actor.id in state.moderators


def may_mention_everyone(actor: Actor, state: RoomState) -> bool:
    """May this person mention everyone in the room by one name?"""
    return state.policy.mention == "everyone" or may_moderate(actor, state)


def check_moderates(actor: Actor, state: RoomState) -> None:
    if not may_moderate(actor, state):
        raise forbidden(_("Only a moderator may do this."))


def check_removes(actor: Actor, state: RoomState, other: User) -> None:
    """May this person ban or remove the other one? Only the staff touches moderators and staff."""
    check_moderates(actor, state)
    if str(other.pk) == actor.id:
        raise forbidden(_("You cannot do this to yourself."))
    if actor.trusted or actor.staff:
        return
    if other.is_staff:
        raise forbidden(_("Only the staff may do this to a member of the staff."))
    if str(other.pk) in state.moderators:
        raise forbidden(_("Moderators cannot remove each other. An owner can make them a member first."))


def check_unbans(actor: Actor, state: RoomState, other: User) -> None:
    """Moderators lift bans, and the staff its own too."""
    check_moderates(actor, state)
    if str(other.pk) == actor.id and not (actor.trusted or actor.staff):
        raise forbidden(_("You cannot do this to yourself."))


def check_demotes(actor: Actor, state: RoomState, other: User) -> None:
    """Moderators step down by themselves, or are made members by an owner or the staff."""
    if actor.trusted or actor.staff or str(other.pk) == actor.id:
        return
    if actor.id not in state.owners:
        raise forbidden(_("Only an owner of the room may do this."))
    if other.is_staff:
        raise forbidden(_("Only the staff may do this to a member of the staff."))


def check_owns(actor: Actor, state: RoomState) -> None:
    if not (actor.trusted or actor.staff or actor.id in state.owners):
        raise forbidden(_("Only an owner of the room may do this."))


def check_not_banned(room_id: str, other: User) -> None:
    """Who is banned gets no part in the room, from nobody. Blocks."""
    if is_banned(room_id, str(other.pk)):
        text = _("%(username)s is banned from this room. Lift the ban first.")
        raise forbidden(filled(text, username=other.username))


def archived(actor: Actor, state: RoomState) -> Refused | None:
    """Why nothing may be changed in a room that is archived; None where it is not, and for a command."""
    if not state.archived or actor.trusted:
        return None
    return forbidden(_("This room is archived: it can be read, but not changed."))


def check_not_archived(actor: Actor, state: RoomState) -> None:
    if (refusal := archived(actor, state)) is not None:
        raise refusal


def check_staff(actor: Actor) -> None:
    check_right(actor, RUN_WORKSPACE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A room as somebody finds it: their part in it (empty: none), how far they have read, what they set for
    themselves there, and what they have begun to write in it and in its threads."""

    room: Room
    role: str
    read: int
    level: str
    favourite: bool
    drafts: list[dict[str, Any]]


def standing(user: User | Actor, slug: str, *, banned_staff: bool = False) -> Standing:
    """The room at an address, for a page. Blocks, for one command. Raises Refused.

    `banned_staff`: also for a member of the staff who is banned from it, and comes to lift that.
    """
    actor = Actor.of(user)
    passes = banned_staff and actor.staff
    found = _visible(actor, {"slug": slug}, (Ban, Draft, Membership, Marker), no_room, although_banned=passes)
    [own], [read] = found["membership"] or [{"role": ""}], found["marker"] or [{"seq": 0}]
    level, favourite = own.get("level") or Membership.Level.ALL.value, bool(own.get("favourite"))
    drafts = [draft_of(document) for document in found["draft"]]
    return Standing(Room.of_document(found), own["role"], read["seq"], level, favourite, drafts)


def _visible(
    actor: Actor,
    match: dict[str, Any],
    own: Iterable[type[Own]],
    no_room: Callable[[], Refused],
    *,
    although_banned: bool = False,
) -> dict[str, Any]:
    """The document of a room that somebody may see, with what they have of these kinds in it. Where they may
    not, the answer is that of a room that is not there, `no_room`. One command either way."""
    stages = [{"$match": match}, *(_own(actor, of) for of in own)]
    rooms = collections.collection(Room._meta.db_table)
    found = next(rooms.aggregate(stages, session=collections.session()), None)
    if found is None:
        raise no_room()
    if not found["membership"] and is_closed(found.get("kind") or Room.Kind.PUBLIC, actor):
        raise no_room()
    if found["ban"] and not although_banned:
        raise forbidden(BANNED)
    return found


def _own(actor: Actor, of: type[Own]) -> dict[str, Any]:
    """A $lookup of what somebody has of this kind in a room."""
    kind, match = of._meta, {"$match": {"user": actor.key}}
    same_room = {"localField": "_id", "foreignField": "room"}
    return {"$lookup": {"from": kind.db_table, **same_room, "pipeline": [match], "as": kind.model_name}}


def room_by_slug(user: User | Actor, slug: str, *, banned_staff: bool = False) -> Room:
    """The same room alone."""
    return standing(user, slug, banned_staff=banned_staff).room
