"""The first run: an empty database is opened by a link that is printed on the server, and used once."""

import secrets
from datetime import UTC, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from chat.accounts.identities import digest
from chat.actions import accounts, memberships, rooms, workspace
from chat.actions.audit import record
from chat.actions.system_account import system_account
from chat.actions.workspace import WorkspaceChange
from chat.actors.actor import Actor
from chat.models import Room, SetupLink, User
from chat.models.setup_link import KEY
from chat.protocol.errors import Refused, not_found
from chat.queries.first_run import has_accounts
from chat.queries.workspace import forget_workspace, stored_workspace
from chat.storage.executor import in_hashing_thread, in_thread
from chat.storage.transaction import together

VALID = timedelta(days=1)
MOST_ROOMS = 20


def new_token() -> str | None:
    """A token for the setup page, which takes the place of any earlier one; None where somebody has an
    account already. Blocks."""
    if has_accounts():
        return None
    token = secrets.token_urlsafe(32)
    fields = {"digest": digest(token), "expires_at": datetime.now(UTC) + VALID}
    SetupLink.objects.update_or_create(pk=KEY, defaults=fields)
    return token


def check_token(token: str) -> None:
    """Does the setup page open with it? Blocks. Raises Refused."""
    valid = SetupLink.objects.filter(pk=KEY, digest=digest(token), expires_at__gt=datetime.now(UTC))
    if not valid.exists() or has_accounts():
        raise _invalid()


async def set_up(token: str, account: User, password: str, wanted: WorkspaceChange, slugs: list[str]) -> User:
    """Makes `account`, which `accounts.new_account` checked, and decides about the workspace; the rooms at
    these addresses are the administrator's. Of two at once, one does it. Raises Refused."""
    account.password = await in_hashing_thread(make_password, password)
    user = await in_thread(lambda: together(lambda: _set_up(token, account, wanted)))
    forget_workspace()
    made = [await _room(user, slug) for slug in slugs]
    await workspace.change(user, WorkspaceChange(default_rooms=[room.pk for room in made]))
    return user


def _set_up(token: str, account: User, wanted: WorkspaceChange) -> User:
    used = SetupLink.objects.filter(pk=KEY, digest=digest(token), expires_at__gt=datetime.now(UTC))
    if not used.delete()[0] or has_accounts():
        raise _invalid()
    accounts.check_free(account.username)
    account.save(force_insert=True)
    actor = Actor.of(account)
    workspace.store(actor, wanted)
    _rename_system_account()
    record(actor, "set up workspace", user=actor.id)
    return account


def _rename_system_account() -> None:
    """Commands may have made it already, by the name of before."""
    id = system_account().id
    User.objects.filter(pk=id).update(name=stored_workspace().name)


async def _room(user: User, slug: str) -> Room:
    """A new room, or the one that is there, which the administrator owns from then on."""
    there = await in_thread(Room.objects.filter(slug=slug).first)
    if there is None:
        return await rooms.create(user, slug)
    site = await in_thread(system_account)
    await memberships.set_owner(site, there.pk, str(user.pk), True)
    await memberships.leave(site, there.pk)
    return there


def _invalid() -> Refused:
    text = _("This setup link is not valid. It works once, for a day. Run the command again for another one.")
    return not_found(text, _("Setup link not valid"))
