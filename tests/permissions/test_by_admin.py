"""Every action of the admin, by every role: the staff may moderate every room there, nobody else anything.

In a direct conversation not even the staff may (tests/admin/test_private.py).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib.admin.utils import quote
from django.test import Client
from django.utils import timezone

from chat.actions import removal
from chat.actions.system_account import system_account
from chat.jobs.models import Job
from chat.models import Ban, Event
from tests.permissions.entrances import Entrance
from tests.permissions.test_every_action import ENTER, EVERYONE, STAFF, Place, invitation_of, place_of

pytestmark = pytest.mark.django_db(transaction=True)

ADMINISTRATOR = {"administrator"}


class Choice(NamedTuple):
    """An action that is chosen for one thing in a list of the admin, and confirmed. `model`: of the chat, or
    of a nested app, such as `jobs/job`."""

    model: str
    action: str
    key: Callable[[Place], Any]
    who: set[str] = STAFF
    has_room: bool = False


class Change(NamedTuple):
    """A form of the admin."""

    path: Callable[[Place], str]
    data: Callable[[Place], dict[str, Any]]
    who: set[str] = STAFF


def _target(place: Place) -> str:
    return place.other


def _event(place: Place) -> Any:
    return Event.objects.get(room=place.room, seq=place.seq).pk


def _ban(place: Place) -> Any:
    return Ban.objects.get(room=place.room).pk


def _failed_job(place: Place) -> Any:
    now = timezone.now()
    failed = Job.State.FAILED
    return Job.objects.create(kind="x", key=place.id(), state=failed, created_at=now, due_at=now).pk


BY_ADMIN: dict[Entrance, Choice | Change] = {
    Entrance("admin/bans", "moderation.unban"): Choice("ban", "unban", _ban),
    Entrance("admin/jobs", "jobs.delete_job"): Choice("jobs/job", "delete", _failed_job, ADMINISTRATOR),
    Entrance("admin/jobs", "jobs.retry_job"): Choice("jobs/job", "retry", _failed_job, ADMINISTRATOR),
    Entrance("admin/invitations", "invitations.revoke"): Choice(
        "invitation", "revoke_invitation", invitation_of
    ),
    Entrance("admin/membership", "memberships.set_moderator"): Choice(
        "user", "make_moderator", _target, has_room=True
    ),
    Entrance("admin/membership", "moderation.ban"): Choice("user", "ban_user", _target, has_room=True),
    Entrance("admin/membership", "moderation.kick"): Choice("user", "kick", _target, has_room=True),
    Entrance("admin/membership", "moderation.suspend"): Choice("user", "suspend", _target),
    Entrance("admin/membership", "moderation.unsuspend"): Choice("user", "unsuspend", _target),
    Entrance("admin/message_actions", "messages.delete"): Choice("event", "delete", _event),
    Entrance("admin/message_actions", "messages.restore"): Choice("event", "restore", _event),
    Entrance("admin/message_actions", "moderation.ban"): Choice("event", "ban_author", _event),
    Entrance("admin/profiles", "profile_moderation.clear_profile"): Choice("user", "remove_picture", _target),
    Entrance("admin/removal", "removal.delete_account"): Choice(
        "user", "delete_account", _target, ADMINISTRATOR
    ),
    Entrance("admin/removal", "removal.delete_room"): Choice(
        "room", "delete_room", lambda p: p.room, ADMINISTRATOR
    ),
    Entrance("admin/rooms", "rooms.archive"): Choice("room", "archive", lambda p: p.room),
    Entrance("admin/rooms", "rooms.create"): Change(
        lambda p: "/admin/chat/room/add/", lambda p: {"slug": f"r-{p.id()[:12]}", "title": "T", "topic": ""}
    ),
    Entrance("admin/rooms", "rooms.describe"): Change(
        lambda p: f"/admin/chat/room/{quote(p.room)}/change/", lambda p: {"title": "T", "topic": "t"}
    ),
    Entrance("admin/second_factors", "second_factors.remove"): Choice(
        "user", "remove_second_factor", _target, ADMINISTRATOR
    ),
    Entrance("admin/users", "accounts.set_role"): Change(
        lambda p: f"/admin/chat/user/{p.other}/change/",
        lambda p: {"name": "", "email": "", "is_active": "on", "role": "guest"},
        ADMINISTRATOR,
    ),
}


def is_done(chosen: Choice | Change, name: str, place: Place) -> bool:
    """Did the admin say that it did it, or that it was so already?"""
    client = Client()
    client.force_login(place.people[name])
    if isinstance(chosen, Change):
        answer = client.post(chosen.path(place), chosen.data(place), follow=True)
    else:
        fields = {"action": chosen.action, "_selected_action": str(chosen.key(place)), "index": "0"}
        fields |= {"confirmed": "yes", "reason": "x"} | ({"room": place.room} if chosen.has_room else {})
        path = chosen.model if "/" in chosen.model else f"chat/{chosen.model}"
        answer = client.post(f"/admin/{path}/", fields, follow=True)
    shown = answer.content.decode()
    return '<li class="success">' in shown or '<li class="info">' in shown


@pytest.mark.parametrize("entrance", BY_ADMIN, ids=" ".join)
def test_the_admin_does_it_for_those_who_may(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "NOTICE_DELAY", 0)
    system_account()
    chosen = BY_ADMIN[entrance]
    for kind in ENTER:
        untouched = place_of(kind)
        assert not [name for name in EVERYONE - chosen.who if is_done(chosen, name, untouched)]
        assert all(is_done(chosen, name, place_of(kind)) for name in chosen.who)
