"""Deleting rooms and people permanently. Blocks, and may take long: commands and the admin call it.

Each step can be done again, so a deletion that was cut off is finished by asking for it once more.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from asgiref.sync import async_to_sync
from django.utils.translation import gettext_lazy as _

from chat.actions import messages
from chat.actions.audit import record
from chat.actions.profiles import forget_profile
from chat.actions.system_account import ID as system_account_id
from chat.actors.actor import Actor
from chat.models import (
    Ban,
    Draft,
    FollowedThread,
    GoneRoom,
    Invitation,
    Marker,
    Membership,
    Room,
    Token,
    User,
)
from chat.models.room import new_epoch
from chat.permissions.workspace_roles import ADMINISTER, check_stored
from chat.protocol.errors import Code, Refused, forbidden, no_user, not_found
from chat.storage import attached_files, log_removal, member_counts, notice_log
from chat.storage.transaction import together

NOTICE_DELAY = 3.0  # seconds after which every instance has handled a notice
NAME = "Deleted account"
REASON = "account deleted"

Seen = Callable[[int], object]  # hears how many events are done, again and again


def delete_room(actor: Actor, room_id: str, reason: str, seen: Seen) -> int:
    """Deletes a room with everything in it; open sockets get `left`. Returns the number of its events."""
    check_stored(actor, ADMINISTER)
    together(lambda: _drop_room(actor, room_id, reason))
    time.sleep(NOTICE_DELAY)  # nobody writes there any more
    gone = 0
    while batch := log_removal.drop(room_id):
        gone += batch
        seen(batch)
    return gone


def _drop_room(actor: Actor, room_id: str, reason: str) -> None:
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        if GoneRoom.objects.filter(pk=room_id).exists():
            return
        raise not_found()
    GoneRoom.objects.create(id=room.pk, slug=room.slug)
    for rows in (Membership, Ban, Marker, FollowedThread, Draft):
        rows.objects.filter(room=room_id).delete()
    room.delete()
    notice_log.append(notice_log.ROOM, room=room_id)
    record(actor, "delete room", room_id, reason=reason)


def delete_account(actor: Actor, user_id: str, reason: str, seen: Seen, *, with_messages: bool) -> list[str]:
    """Closes an account permanently and removes its name. What it wrote stays under “Deleted account”, or
    goes too. Returns the addresses of the rooms that have no owner now."""
    check_stored(actor, ADMINISTER)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise no_user()
    if user.pk == system_account_id:
        raise forbidden(_("Commands act in the name of this account. It cannot be deleted."))
    if user_id == actor.id:
        raise Refused(Code.FORBIDDEN, _("You cannot delete your own account here."))
    owned = together(lambda: _drop_account(actor, user, reason))
    time.sleep(NOTICE_DELAY)  # nothing more comes from them
    rooms = log_removal.rooms_of(user.pk.hex)
    if with_messages:
        for room in rooms:
            _delete_messages(actor, room, user, seen)
    for room in rooms:
        log_removal.rename_author(room, user.pk.hex, user.username, NAME)
        Room.objects.filter(pk=room).update(epoch=new_epoch())
        notice_log.append(notice_log.ROOM, room=room)
    return owned


def _drop_account(actor: Actor, user: User, reason: str) -> list[str]:
    owner = Membership.Role.OWNER
    owned = list(Membership.objects.filter(user=user.pk, role=owner).values_list("room", flat=True))
    rooms = Membership.objects.filter(user=user.pk).values_list("room", flat=True)
    member_counts.add_each(dict.fromkeys(rooms, -1))
    Invitation.objects.filter(made_by=user.pk).delete()
    for rows in (Membership, Ban, Marker, FollowedThread, Draft, Token):
        rows.objects.filter(user=user.pk).delete()
    for rows in (EmailAddress, Authenticator, SocialAccount, UserSession):
        rows.objects.filter(user=user.pk).delete()
    if user.name != NAME or user.is_active:
        record(actor, "delete account", user=str(user.pk), reason=reason)
    user.username, user.name, user.email = f"deleted-{user.pk.hex[:12]}", NAME, ""
    forget_profile(user)
    user.is_active = user.is_staff = user.is_superuser = False
    user.suspended_at = user.suspended_at or datetime.now(UTC)
    user.set_unusable_password()
    user.save()  # which notifies open sockets
    for room in owned:
        notice_log.append(notice_log.ROOM, room=room)
    kept = Membership.objects.filter(room__in=owned, role=owner).values_list("room", flat=True)
    ownerless = set(owned) - set(kept)
    return sorted(Room.objects.filter(pk__in=ownerless).values_list("slug", flat=True))


def _delete_messages(actor: Actor, room: str, user: User, seen: Seen) -> None:
    for seqs in _messages_of(room, user.pk.hex):
        if Room.objects.filter(pk=room).exists():
            async_to_sync(_delete_each)(Actor.of(actor, trusted=True), room, seqs)
        attached_files.erase(room, log_removal.files_of(room, seqs))
        log_removal.forget_text(room, seqs)
        seen(len(seqs))


async def _delete_each(actor: Actor, room: str, seqs: list[int]) -> None:
    for seq in seqs:
        await messages.delete(actor, room, str(uuid.uuid4()), seq, REASON)


def _messages_of(room: str, author: str) -> Iterator[list[int]]:
    """The seqs of somebody's messages, in batches."""
    seq = 0
    while seqs := log_removal.messages_of(room, author, seq, 200):
        yield seqs
        seq = seqs[-1]
