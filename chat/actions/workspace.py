"""What administrators decide about the workspace: its name, who may sign up, and the rooms of newcomers."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, Struct, UnsetType

from chat.actions.audit import record
from chat.actions.naming import plain
from chat.actors.actor import Actor
from chat.models import Room, User, Workspace
from chat.models.workspace import KEY, LONGEST_DOMAIN, MOST_DEFAULT_ROOMS, MOST_DOMAINS
from chat.permissions.workspace_roles import ADMINISTER, check_stored
from chat.protocol.errors import Code, Refused, not_found
from chat.queries.workspace import SignUp, forget_workspace, stored_workspace
from chat.storage import notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together
from chatsite.languages import filled

DOMAIN = re.compile(r"(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+\Z")


class WorkspaceChange(Struct, frozen=True):
    """What becomes different; what is not named stays. An empty `name` is SITE_NAME again. `default_rooms`:
    ids of public rooms."""

    name: str | UnsetType = UNSET
    sign_up: SignUp | UnsetType = UNSET
    domains: Sequence[str] | UnsetType = UNSET
    default_rooms: Sequence[str] | UnsetType = UNSET


async def change(user: User | Actor, wanted: WorkspaceChange) -> bool:
    """For administrators. Did anything change?"""
    actor = Actor.of(user)
    changed = await in_thread(lambda: together(lambda: _change(actor, wanted)))
    if changed:
        forget_workspace()
    return changed


def _change(actor: Actor, wanted: WorkspaceChange) -> bool:
    check_stored(actor, ADMINISTER)
    return bool(store(actor, wanted))


def store(actor: Actor, wanted: WorkspaceChange) -> list[str]:
    """Stores it, within a transaction. The names of the fields that changed. Blocks. Raises Refused."""
    row = Workspace.objects.filter(pk=KEY).first() or Workspace()
    before = _fields(row)
    if wanted.name is not UNSET:
        name = plain(wanted.name, 60)
        row.name = "" if name == settings.SITE_NAME else name
    if wanted.domains is not UNSET:
        row.domains = domains_of(wanted.domains)
    if wanted.sign_up is not UNSET and (row.sign_up or wanted.sign_up != stored_workspace().sign_up):
        row.sign_up = wanted.sign_up
    if wanted.default_rooms is not UNSET:
        row.default_rooms = _public(wanted.default_rooms)
    _check_domains(row)
    changed = [name for name, value in _fields(row).items() if value != before[name]]
    if changed:
        row.save()
        notice_log.append(notice_log.WORKSPACE)
        record(actor, "change workspace", reason=_summary(row, changed))
    return changed


def _fields(row: Workspace) -> dict[str, object]:
    return {
        "name": row.name,
        "sign_up": row.sign_up,
        "domains": list(row.domains),
        "default_rooms": list(row.default_rooms),
    }


def _summary(row: Workspace, changed: list[str]) -> str:
    """Such as `sign_up: domain; domains: example.org`."""
    values = {name: _fields(row)[name] for name in changed}
    shown = {name: ", ".join(value) if isinstance(value, list) else value for name, value in values.items()}
    return "; ".join(f"{name}: {value}" for name, value in shown.items())


def domains_of(texts: Sequence[str]) -> list[str]:
    """The domains as they are stored, each once. Raises Refused for what is none."""
    found = dict.fromkeys(text.strip().lower().removeprefix("@") for text in texts)
    found.pop("", None)
    if len(found) > MOST_DOMAINS:
        text = _("At most %(most)d domains can be listed.")
        raise Refused(Code.TOO_LONG, filled(text, most=MOST_DOMAINS))
    for domain in found:
        if len(domain) > LONGEST_DOMAIN or not DOMAIN.match(domain):
            text = _("“%(domain)s” is not a domain. Write one such as example.org.")
            raise Refused(Code.BAD_FRAME, filled(text, domain=domain[:60]))
    return list(found)


def _check_domains(row: Workspace) -> None:
    if row.sign_up != SignUp.DOMAIN:
        return
    if not row.domains:
        raise Refused(Code.BAD_FRAME, _("Name the domains whose addresses may be used."))
    if not settings.MAIL_WORKS:
        text = _(
            "Email is not set up here, so addresses cannot be confirmed. Choose another rule for sign-ups."
        )
        raise Refused(Code.CONFLICT, text)


def _public(ids: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_DEFAULT_ROOMS:
        text = _("At most %(most)d rooms can be joined by everyone new.")
        raise Refused(Code.TOO_LONG, filled(text, most=MOST_DEFAULT_ROOMS))
    rooms = {room.pk: room for room in Room.objects.filter(pk__in=wanted)}
    for id in wanted:
        if id not in rooms or not rooms[id].is_public or rooms[id].is_archived:
            raise not_found(_("Only public rooms that are not archived can be joined by everyone new."))
    return wanted
