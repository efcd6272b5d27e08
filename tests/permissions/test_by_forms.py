"""Every form that calls an action, sent by every role: who may do it is done it for, and nobody else."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client

from chat.protocol.errors import Code
from tests.permissions.entrances import Entrance
from tests.permissions.test_every_action import (
    ENTER,
    EVERYONE,
    ROWS,
    Place,
    expected,
    invitation_of,
    place_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

STATUS = {Code.NOT_FOUND: 404, Code.FORBIDDEN: 403}
DONE = {204, 302}


class Form(NamedTuple):
    """`path` below the room's address, or from the root; `who`: the roles that find the form there, where not
    all find it that may; `hidden`: those for whom the person whom it is about does not exist."""

    path: str
    data: Callable[[Place], dict[str, Any]]
    who: set[str] | None = None
    hidden: set[str] = set()


def _nothing(place: Place) -> dict[str, Any]:
    return {}


def _names_target(place: Place) -> dict[str, Any]:
    return {"with": place.username}


INVITATION = {"days": "7", "uses": "1", "role": "member"}
TARGET = "people/{username}/"
BY_FORM: dict[Entrance, Form] = {
    Entrance("views/conversations", "conversations.open_conversation"): Form(
        "/conversations/", _names_target
    ),
    Entrance("views/forwarding", "forwarding.forward"): Form("{seq}/forward/", lambda p: {"to": p.room}),
    Entrance("views/invitations", "invitations.create"): Form("invitations/", lambda p: INVITATION),
    Entrance("views/invitations", "invitations.send"): Form(
        "invitations/", lambda p: {**INVITATION, "emails": f"{p.id()}@example.org"}
    ),
    Entrance("views/invitations", "invitations.revoke"): Form(
        "/settings/invitations/{invitation}/revoke/", _nothing
    ),
    Entrance("kept/views", "kept.keep"): Form("/kept/{room}/{seq}/", _nothing),
    Entrance("views/members", "memberships.add"): Form("people/add/", _names_target),
    Entrance("views/members", "memberships.set_moderator"): Form(
        f"{TARGET}moderator/", lambda p: {"on": "1"}
    ),
    Entrance("views/members", "moderation.ban"): Form(f"{TARGET}ban/", _nothing),
    Entrance("views/members", "moderation.kick"): Form(f"{TARGET}remove/", _nothing),
    Entrance("views/members", "moderation.unban"): Form(f"{TARGET}unban/", _nothing),
    Entrance("views/mentionable", "memberships.add"): Form(
        "/mentionable/{room}/add/", lambda p: {"id": p.other}
    ),
    Entrance("views/message_actions", "messages.delete"): Form("{seq}/delete/", _nothing),
    Entrance("views/message_actions", "messages.edit"): Form("{seq}/edit/", lambda p: {"text": "changed"}),
    Entrance("views/message_actions", "messages.react"): Form("{seq}/react/", lambda p: {"add_emoji": "👍"}),
    Entrance("views/message_actions", "messages.restore"): Form("{seq}/restore/", _nothing),
    Entrance("views/own_profile", "accounts.change_name"): Form("/settings/", lambda p: {"name": p.id()[:8]}),
    Entrance("views/own_settings", "own_settings.set_both"): Form(
        "/own-settings/{room}/", lambda p: {"level": "mentions"}
    ),
    Entrance("views/pins", "messages.pin"): Form("{seq}/pin/", lambda p: {"on": "1"}),
    Entrance("views/room", "messages.post"): Form("", lambda p: {"text": "hello", "id": p.id()}),
    Entrance("views/room", "read_markers.mark_read"): Form("read/", lambda p: {"seq": "1"}),
    Entrance("views/threads", "followed_threads.follow_thread"): Form(
        "threads/{seq}/follow/", lambda p: {"on": "1"}
    ),
    Entrance("views/threads", "messages.post"): Form(
        "threads/{seq}/", lambda p: {"text": "hello", "id": p.id()}
    ),
    Entrance("views/room_settings", "memberships.set_owner"): Form(
        "settings/", lambda p: {"part": "owner", "successor": p.other}, {"owner"}
    ),
    Entrance("views/room_settings", "rooms.archive"): Form("settings/", lambda p: {"part": "archive"}),
    Entrance("views/room_settings", "rooms.describe"): Form(
        "settings/", lambda p: {"part": "name", "title": "T", "topic": "t"}
    ),
    Entrance("views/room_settings", "rooms.set_policy"): Form(
        "settings/",
        lambda p: {
            "part": "rules",
            "post": "everyone",
            "invite": "everyone",
            "pin": "everyone",
            "mention": "everyone",
            "slow": "0",
        },
    ),
    Entrance("views/rooms", "memberships.join"): Form("join/", _nothing),
    Entrance("views/rooms", "rooms.create"): Form("/open-a-room/", lambda p: {"slug": f"r-{p.id()[:12]}"}),
    Entrance("views/workspace_people", "accounts.set_role"): Form(
        "/people/{username}/role/", lambda p: {"role": "guest"}, hidden={"foreign guest"}
    ),
    Entrance("views/workspace_people", "moderation.suspend"): Form("/people/{username}/suspend/", _nothing),
    Entrance("views/workspace_people", "profile_moderation.clear_profile"): Form(
        "/people/{username}/clear-profile/", lambda p: {"picture": "on"}
    ),
    Entrance("views/workspace_people", "moderation.unsuspend"): Form(
        "/people/{username}/unsuspend/", _nothing
    ),
    Entrance("views/rooms", "rooms.set_private"): Form(
        "kind/", lambda p: {} if p.is_private else {"private": "on"}
    ),
    Entrance("views/workspace_settings", "workspace.change"): Form(
        "/settings/workspace/", lambda p: {"name": p.id(), "sign_up": "open"}
    ),
}


def sent(form: Form, name: str, place: Place) -> int:
    """The status with which the form of this role is answered."""
    client = Client()
    client.force_login(place.people[name])
    invitation = invitation_of(place) if "{invitation}" in form.path else ""
    path = form.path.format(username=place.username, seq=place.seq, room=place.room, invitation=invitation)
    data = form.data(place)
    answer = client.post(path if path.startswith("/") else f"/rooms/{place.room}/{path}", data)
    return answer.status_code


def fits(form: Form, kind: str, name: str, status: int, refusal: str | None) -> bool:
    """Is it the answer that this role has to get? `refusal`: what the action itself says, None for nothing
    against it."""
    if refusal is None:
        return (status in DONE) == (form.who is None or name in form.who)
    if name in form.hidden:
        return status == STATUS[Code.NOT_FOUND]
    if kind == "public" and name == "banned":
        return status in STATUS.values()
    if form.path.startswith("/") or name in ENTER[kind]:
        return status == STATUS[Code(refusal)] or (form.path == "settings/" and status == 200)
    return status == STATUS[Code.NOT_FOUND]


@pytest.mark.parametrize("entrance", BY_FORM, ids=" ".join)
def test_a_form_is_for_those_who_may(entrance: Entrance) -> None:
    row, form = ROWS[entrance.action], BY_FORM[entrance]
    wrong = {}
    for kind in ENTER:
        untouched = place_of(kind)
        for name in sorted(EVERYONE):
            refusal = expected(row, kind, name)
            status = sent(form, name, place_of(kind) if refusal is None else untouched)
            if not fits(form, kind, name, status, refusal):
                wrong[kind, name] = (status, refusal)
    assert not wrong
