"""Invitation links: made, sent by email, and revoked. Using one: chat.actions.invited."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from chat.accounts.identities import digest
from chat.actions import mail
from chat.actions.audit import record
from chat.actors.actor import Actor
from chat.models import Invitation, User
from chat.models.invitation import MOST_ADDRESSES, MOST_DAYS, MOST_ROOMS, MOST_USES
from chat.permissions import limits
from chat.permissions.invitations import check_makes, check_revokes, no_invitation
from chat.protocol.errors import Code, Refused, forbidden, invalid
from chat.storage.executor import in_thread
from chat.storage.transaction import together
from chatsite.languages import filled

DAYS = 7  # that a link works, unless somebody says otherwise


class Offer(Struct, frozen=True, kw_only=True):
    """What an invitation gives. `rooms`: ids; `role`: of the accounts made by it; `days` until it expires;
    `uses`: how many people may use it."""

    rooms: Sequence[str] = ()
    role: str = User.Role.MEMBER.value
    days: int = DAYS
    uses: int = 1


class NewInvitation(Struct, frozen=True):
    """`token` can be read this once only."""

    invitation: Invitation
    token: str

    @property
    def path(self) -> str:
        return reverse("invitation", args=[self.token])


async def create(user: User | Actor, offer: Offer) -> NewInvitation:
    """A link for anybody who has it. Raises Refused."""
    actor = Actor.of(user)
    await in_thread(limits.INVITATIONS.take_for, actor)
    return await in_thread(lambda: together(lambda: _create(actor, offer)))


async def send(user: User | Actor, offer: Offer, emails: Sequence[str]) -> list[Invitation]:
    """To each address a link of its own, which works once. Raises Refused, and then nothing was sent; where
    too much mail waits, the rest is left out."""
    actor = Actor.of(user)
    addresses = _checked(emails)
    await in_thread(check_makes, actor, list(offer.rooms), offer.role)
    for address in addresses:
        await in_thread(limits.INVITATIONS.take_for, actor)
        await in_thread(limits.INVITATION_MAILS.take, address)
    sent: list[Invitation] = []
    for address in addresses:
        made = await in_thread(lambda: together(lambda: _create(actor, offer, address)))  # noqa: B023
        try:
            mail_link(made, actor)
        except Refused:
            await in_thread(made.invitation.delete)
            if not sent:
                raise
            break
        sent.append(made.invitation)
    return sent


def mail_link(made: NewInvitation, by: Actor | None) -> None:
    """Sends the link to the address of the invitation. `by`: who invites; None where somebody asked for it
    themselves. Raises Refused when too much waits."""
    link = settings.SITE_URL + made.path
    context = {"link": link, "by": by.name if by else "", "expires": made.invitation.expires_at}
    mail.send_later("invitation", made.invitation.email, context)


async def revoke(user: User | Actor, invitation_id: str) -> bool:
    """Ends a link. Was it not revoked before? Raises Refused (`not_found`)."""
    actor = Actor.of(user)
    return await in_thread(lambda: together(lambda: _revoke(actor, invitation_id)))


def store(by: Actor, offer: Offer, email: str = "") -> NewInvitation:
    """Stores an invitation that `by` may make, within a transaction. Blocks."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        digest=digest(token),
        made_by_id=by.uuid,
        role=offer.role,
        rooms=list(offer.rooms),
        email=email,
        uses=1 if email else offer.uses,
        expires_at=datetime.now(UTC) + timedelta(days=offer.days),
    )
    invitation.save(force_insert=True)
    return NewInvitation(invitation, token)


def _create(actor: Actor, offer: Offer, email: str = "") -> NewInvitation:
    _check_bounds(offer)
    check_makes(actor, list(offer.rooms), offer.role)
    made = store(actor, offer, email)
    room = offer.rooms[0] if len(offer.rooms) == 1 else None
    record(actor, "create invitation", room, reason=email)
    return made


def _check_bounds(offer: Offer) -> None:
    in_bounds = 1 <= offer.days <= MOST_DAYS and 1 <= offer.uses <= MOST_USES
    if not in_bounds or len(offer.rooms) > MOST_ROOMS:
        text = _("An invitation works for 1 to %(days)d days, for 1 to %(uses)d people and %(rooms)d rooms.")
        found = filled(text, days=MOST_DAYS, uses=MOST_USES, rooms=MOST_ROOMS)
        raise Refused(Code.TOO_LONG, found)
    if offer.role not in [role.value for role in Invitation.ROLES]:
        raise forbidden(_("An invitation makes members or guests."))
    if offer.role == User.Role.GUEST and not offer.rooms:
        raise Refused(Code.BAD_FRAME, _("Choose the rooms that guests see."))


def _checked(emails: Sequence[str]) -> list[str]:
    """The addresses in lower case, each once. Raises Refused."""
    if not settings.MAIL_WORKS:
        raise forbidden(_("Email is not set up here. Make a link and send it yourself."))
    addresses = list(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    if not 1 <= len(addresses) <= MOST_ADDRESSES:
        text = _("Write to 1 to %(most)d addresses at a time.")
        raise Refused(Code.TOO_LONG, filled(text, most=MOST_ADDRESSES))
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise invalid(error) from None
    return addresses


def _revoke(actor: Actor, invitation_id: str) -> bool:
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise no_invitation()
    check_revokes(actor, found)
    if found.revoked_at is not None:
        return False
    Invitation.objects.filter(pk=found.pk).update(revoked_at=datetime.now(UTC))
    room = found.rooms[0] if len(found.rooms) == 1 else None
    record(actor, "revoke invitation", room, str(found.made_by_id), reason=found.email)
    return True
