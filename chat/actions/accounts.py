"""Accounts."""

from functools import partial

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from chat.actions.audit import record
from chat.actions.naming import display_name, plain
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions import limits
from chat.permissions.sign_ups import check_open
from chat.permissions.workspace_roles import ADMINISTER, check_stored
from chat.protocol.errors import Code, Refused, forbidden, invalid, no_user
from chat.storage import notice_log
from chat.storage.executor import in_hashing_thread, in_thread
from chat.storage.transaction import together
from chatsite.proxies import address_group

# What the audit log says where somebody is given a role.
GIVEN = {
    User.Role.ADMINISTRATOR: "make administrator",
    User.Role.MODERATOR: "make staff",
    User.Role.MEMBER: "make member",
    User.Role.GUEST: "make guest",
}


async def sign_up(
    username: str, password: str, name: str = "", email: str = "", *, address: str | None = None
) -> User:
    """A new account. `address`: the IP address that asks; None where no client does, which is not limited.

    Raises Refused: `forbidden` when sign-ups are not open to everyone, `rate_limited`, `conflict` for a taken
    name, `bad_frame` with a sentence for the person otherwise.
    """
    await in_thread(check_open)
    if address is not None:
        await in_thread(limits.SIGN_UPS.take, address_group(address))
    user = await in_thread(new_account, username, password, name, email)
    user.password = await in_hashing_thread(make_password, password)
    return await in_thread(_stored, user)


async def create_account(username: str, name: str = "") -> User:
    """An account without a password, for a program, or for somebody who sets one by mail or in the admin.

    For commands and the admin, whatever the rule for sign-ups is. The caller has to welcome the person
    (chat.actions.newcomers). Raises Refused as sign_up does.
    """
    user = await in_thread(new_account, username, None, name, "")
    user.set_unusable_password()
    return await in_thread(_stored, user)


async def change_name(user: User | Actor, name: str) -> None:
    """Another display name; open sockets speak under it from now on."""
    actor = Actor.of(user)
    await in_thread(limits.RENAMES.take_for, actor)
    await in_thread(_change_name, actor, name)


async def set_role(user: User | Actor, user_id: str, role: User.Role, reason: str = "") -> bool:
    """Another role in the workspace. Did it change? Only administrators give roles, and one stays."""
    work = partial(_set_role, Actor.of(user), user_id, role, reason)
    return await in_thread(lambda: together(work))


def new_account(
    username: str, password: str | None, name: str, email: str, role: User.Role = User.Role.MEMBER
) -> User:
    """An account that may be stored, and is not yet. Blocks. Raises Refused."""
    user = User(username=username, email=User.objects.normalize_email(email))
    user.role = role
    # An account without a password is made by the staff, which may give it any name.
    user.name = plain(name, 60) if password is None else display_name(name, user, username)
    try:
        user.clean_fields(exclude=["password", "folded"])
        user.clean()
        if password is not None:
            validate_password(password, user)
    except ValidationError as error:
        raise invalid(error) from None
    check_free(username)
    return user


def check_free(username: str) -> None:
    """Has nobody this user name? Blocks. Raises Refused."""
    if User.objects.filter(folded=username.casefold()).exists():
        raise Refused(Code.CONFLICT, _("This name is already taken."))


def _stored(user: User) -> User:
    try:
        user.save(force_insert=True)
    except IntegrityError:
        raise Refused(Code.CONFLICT, _("This name is already taken.")) from None
    return user


def _change_name(actor: Actor, name: str) -> None:
    user = User.objects.filter(pk=actor.id).first()
    if user is None:
        raise forbidden(_("This account is gone."))
    User.objects.filter(pk=actor.id).update(name=display_name(name, user))
    notice_log.append(notice_log.USER, user=actor.id)
    notice_log.append(notice_log.PROFILE, user=actor.id)


def _set_role(by: Actor, user_id: str, role: User.Role, reason: str) -> bool:
    check_stored(by, ADMINISTER)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise no_user()
    if user.role == role:
        return False
    if user.role == User.Role.ADMINISTRATOR and not by.trusted:
        _check_not_last(user)
    user.role = role
    user.save(update_fields=["is_staff", "is_superuser", "is_guest"])  # which open sockets are notified of
    record(by, GIVEN[role], user=user_id, reason=reason)
    return True


def _check_not_last(administrator: User) -> None:
    others = User.objects.filter(is_staff=True, is_superuser=True, is_active=True, suspended_at=None)
    if not others.exclude(pk=administrator.pk).exists():
        text = _("This is the only administrator. Make somebody else an administrator first.")
        raise Refused(Code.CONFLICT, text)
