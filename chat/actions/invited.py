"""Using an invitation: with an account, or to make one. Each use is counted with what it gives, in one
transaction, so that of two people who take the last one at once one gets it."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from chat.actions import accounts, email_addresses, mail, memberships
from chat.actions.audit import record
from chat.actions.invitations import Offer, mail_link, store
from chat.actions.member_changes import Steps
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.models import Invitation, Membership, Room, User
from chat.permissions import limits
from chat.permissions.invitations import InvitationLink, invalid_link, link_of
from chat.permissions.room_access import BANNED
from chat.permissions.sign_ups import check_domain, check_sign_up_by
from chat.protocol.errors import Code, Refused, forbidden
from chat.queries.bans import is_banned
from chat.storage import collections
from chat.storage.executor import in_hashing_thread, in_thread
from chat.storage.transaction import together
from chatsite.proxies import address_group

Joined = list[tuple[Room, list[User], Steps]]


def find(token: str, address: str) -> InvitationLink:
    """The valid invitation of a link. Invalid ones are counted by network (`address`). Blocks. Raises
    Refused."""
    network = address_group(address)
    limits.INVITATION_LINKS.take(network)
    link = link_of(token)
    limits.INVITATION_LINKS.give_back(network)
    return link


async def accept(user: User, token: str) -> list[Room]:
    """Joins the rooms of an invitation; the rooms that it leads to. Somebody who is in all of them already
    does not use it up. Raises Refused."""
    await in_thread(limits.ROOM_JOINS.take_for, Actor.of(user))
    link, joined = await in_thread(lambda: together(lambda: _accept(user, token)))
    await _announce(link, joined)
    return link.rooms


async def sign_up(
    token: str, username: str, password: str, name: str = "", email: str = "", *, address: str
) -> tuple[User, list[Room]]:
    """A new account by an invitation, and the rooms that it joined. The address that an invitation was sent
    to counts as confirmed. Raises Refused as `accounts.sign_up` does."""
    link = await in_thread(find, token, address)
    await in_thread(check_sign_up_by, link)
    await in_thread(limits.SIGN_UPS.take, address_group(address))
    email, role = link.invitation.email or email, User.Role(link.invitation.role)
    user = await in_thread(accounts.new_account, username, password, name, email, role)
    user.password = await in_hashing_thread(make_password, password)
    link, joined = await in_thread(lambda: together(lambda: _sign_up(user, token)))
    await _announce(link, joined)
    return user, link.rooms


async def request(email: str, address: str) -> None:
    """Sends a link to sign up by to an address of one of the workspace's domains. Who has an account with it
    already is sent the sign-in page instead, so that nothing tells which it is. Raises Refused."""
    await in_thread(limits.SIGN_UPS.take, address_group(address))
    await in_thread(check_domain, email)
    email = email.strip().lower()
    await in_thread(limits.INVITATION_MAILS.take, email)
    if await in_thread(_is_known, email):
        mail.send_later("known_address", email, {})
        return
    by = await in_thread(system_account)
    mail_link(await in_thread(lambda: together(lambda: store(by, Offer(days=1), email))), None)


def _is_known(email: str) -> bool:
    if EmailAddress.objects.filter(email=email, verified=True).exists():
        return True
    return User.objects.filter(email=email).exists()


def _accept(user: User, token: str) -> tuple[InvitationLink, Joined]:
    link = link_of(token)
    _check_addressed(link, user)
    own = set(
        Membership.objects.filter(user=user.pk, room__in=[room.pk for room in link.rooms]).values_list(
            "room", flat=True
        )
    )
    new = [room for room in link.rooms if room.pk not in own]
    open_to_them = [room for room in new if not is_banned(room.pk, str(user.pk))]
    if new and not open_to_them and not own:
        raise forbidden(BANNED)
    if not open_to_them:
        return link, []
    return link, _use(link, user, open_to_them)


def _sign_up(user: User, token: str) -> tuple[InvitationLink, Joined]:
    """Again within the transaction: it may have been used or revoked meanwhile."""
    link = link_of(token)
    accounts.check_free(user.username)
    if link.invitation.email and _is_known(link.invitation.email):
        raise Refused(
            Code.CONFLICT, _("You have an account with this address already. Sign in to use the link.")
        )
    user.save(force_insert=True)
    if link.invitation.email:
        email_addresses.confirm_by_link(user)
    return link, _use(link, user, link.rooms)


def _use(link: InvitationLink, user: User, rooms: list[Room]) -> Joined:
    """Counts one use and joins the rooms, in the name of who invited them."""
    found = link.invitation
    counted = collections.collection(Invitation._meta.db_table).update_one(
        {"_id": found.pk.hex, "revoked_at": None, "used": {"$lt": found.uses}},
        {"$inc": {"used": 1}},
        session=collections.session(),
    )
    if not counted.modified_count or found.expires_at <= datetime.now(UTC):
        raise invalid_link()
    maker = Actor.of(found.made_by, trusted=True)  # whose right was checked; their own limits are not used up
    joined = [(room, *memberships.add_members(maker, room.pk, [str(user.pk)])) for room in rooms]
    room = rooms[0].pk if len(rooms) == 1 else None
    record(Actor.of(user), "use invitation", room, str(found.made_by_id), reason=found.email)
    return joined


async def _announce(link: InvitationLink, joined: Joined) -> None:
    maker = Actor.of(link.invitation.made_by, trusted=True)
    for room, added, steps in joined:
        await memberships.announce_members(maker, room.pk, added, steps)


def _check_addressed(link: InvitationLink, user: User) -> None:
    """A link that was sent to an address is for the account of that address. Raises Refused."""
    email = link.invitation.email
    if email and email != user.email.lower():
        raise forbidden(_("This invitation was sent to another email address than that of your account."))
