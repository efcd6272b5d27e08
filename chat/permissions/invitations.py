"""Who may make an invitation, and is one still valid? A link is worth what its maker may do now: where they
may no longer invite, it has ended. Functions block."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from chat.accounts.identities import digest
from chat.accounts.system_id import SYSTEM_ID
from chat.actors.actor import Actor
from chat.models import Invitation, Membership, Room, User
from chat.permissions.room_access import (
    check_invites,
    check_not_archived,
    check_not_direct,
    may_invite,
    may_moderate,
    stored_state,
)
from chat.permissions.workspace_roles import INVITE_PEOPLE, INVITE_TO_ROOMS, may
from chat.permissions.workspace_roles import check as check_right
from chat.protocol.errors import Refused, not_found


class InvitationLink(NamedTuple):
    """A valid invitation. `rooms`: those that are joined; rooms that were archived or deleted are left out.
    `brings_new_people`: its maker may invite people who have no account."""

    invitation: Invitation
    maker: Actor
    rooms: list[Room]
    brings_new_people: bool


def invalid_link() -> Refused:
    """The same whatever the reason, so that a link that was guessed says nothing."""
    text = _(
        "This invitation is not valid. It may have expired, been revoked or been used. Ask for another one."
    )
    return not_found(text, _("Invitation not valid"))


def no_invitation() -> Refused:
    return not_found(_("There is no such invitation."), _("Invitation not found"))


def check_makes(actor: Actor, rooms: list[str], role: str) -> None:
    """May this person, as stored now, make a link to these rooms that gives this role? Raises Refused."""
    actor = _as_stored(actor)
    for room_id in rooms:
        state = stored_state(actor, room_id)
        check_not_direct(state)
        check_invites(actor, state, is_member=_is_member(actor, room_id))
        check_not_archived(actor, state)
    check_right(actor, INVITE_TO_ROOMS)
    if not rooms or role == User.Role.GUEST:
        check_right(actor, INVITE_PEOPLE)


def link_of(token: str) -> InvitationLink:
    """The valid invitation of this link. Raises Refused (`not_found`)."""
    found = Invitation.objects.filter(digest=digest(token)).select_related("made_by").first()
    if found is None or found.state != Invitation.Validity.ACTIVE or not maker_invites(found):
        raise invalid_link()
    maker = _maker(found)
    there = {room.pk: room for room in Room.objects.filter(pk__in=found.rooms) if not room.is_archived}
    rooms = [there[id] for id in found.rooms if id in there]
    if (found.rooms and not rooms) or not all(_invites_to(maker, room) for room in rooms):
        raise invalid_link()
    return InvitationLink(found, maker, rooms, may(maker, INVITE_PEOPLE))


def maker_invites(invitation: Invitation) -> bool:
    """May its maker still invite, as far as their account and their role in the workspace go?"""
    maker = _maker(invitation)
    if not maker.trusted and (invitation.made_by.is_suspended or not invitation.made_by.is_active):
        return False
    for_the_staff = not invitation.rooms or invitation.role == User.Role.GUEST
    return may(maker, INVITE_PEOPLE if for_the_staff else INVITE_TO_ROOMS)


def check_revokes(actor: Actor, invitation: Invitation) -> None:
    """Its maker, the staff, and who moderates one of its rooms. To anybody else it is not there."""
    actor = _as_stored(actor)
    own = str(invitation.made_by_id) == actor.id
    if not (own or may(actor, INVITE_PEOPLE) or any(_moderates(actor, id) for id in invitation.rooms)):
        raise no_invitation()


def _maker(invitation: Invitation) -> Actor:
    """Commands make invitations in the name of the site, which may do everything."""
    return Actor.of(invitation.made_by, trusted=invitation.made_by_id == SYSTEM_ID)


def _invites_to(maker: Actor, room: Room) -> bool:
    try:
        state = stored_state(maker, room.pk)
    except Refused:
        return False
    return may_invite(maker, state, is_member=_is_member(maker, room.pk))


def _moderates(actor: Actor, room_id: str) -> bool:
    try:
        return may_moderate(actor, stored_state(actor, room_id))
    except Refused:
        return False


def _is_member(actor: Actor, room_id: str) -> bool:
    return Membership.objects.filter(room=room_id, user=actor.uuid).exists()


def _as_stored(actor: Actor) -> Actor:
    user = None if actor.trusted else User.objects.filter(pk=actor.id).first()
    return Actor.of(user) if user else actor
