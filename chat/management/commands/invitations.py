from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from chat.actions import invitations
from chat.actions.system_account import system_account
from chat.events.documents import moment
from chat.management.action import ActionCommand, Error, Said, run
from chat.models import Invitation, Room
from chat.permissions.invitations import maker_invites

MOST = 1000


class Command(ActionCommand):
    help = "Lists the invitations that still work, newest first, or revokes some of them."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also those that were used, revoked or expired"
        )
        parser.add_argument(
            "--revoke", action="append", default=[], metavar="ID", help="end this one; repeatable"
        )

    def act(self, *, all: bool, revoke: list[str], **_: Any) -> Said:
        ids = [_id(text) for text in revoke]
        if ids:
            revoked = [str(id) for id in ids if run(invitations.revoke)(system_account(), str(id))]
            sentence = f"Revoked {len(revoked)} of {len(ids)}; the others had been revoked already."
            return Said(sentence if len(revoked) < len(ids) else f"Revoked {len(ids)}.", {"revoked": revoked})
        rows = list(Invitation.objects.select_related("made_by").order_by("-created_at", "-id")[:MOST])
        slugs = dict(
            Room.objects.filter(pk__in={id for row in rows for id in row.rooms}).values_list("pk", "slug")
        )
        shown = [_shown(row, slugs) for row in rows]
        shown = [each for each in shown if all or each["state"] == "active"]
        lines = [_line(each) for each in shown]
        return Said("\n".join(lines) or "There are none.", {"invitations": shown})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Error(f"“{text}” is not the id of an invitation. `invitations` lists them.") from None


def _shown(row: Invitation, slugs: dict[str, str]) -> dict[str, Any]:
    state = row.state.value
    return {
        "id": str(row.pk),
        "state": "ended" if state == "active" and not maker_invites(row) else state,
        "made_by": row.made_by.username,
        "role": row.role,
        "rooms": [slugs[id] for id in row.rooms if id in slugs],
        "email": row.email,
        "used": row.used,
        "uses": row.uses,
        "expires_at": moment(row.expires_at),
    }


def _line(shown: dict[str, Any]) -> str:
    rooms = ", ".join(f"#{slug}" for slug in shown["rooms"]) or "no rooms"
    whom = shown["email"] or "anybody with the link"
    used = f"used {shown['used']} of {shown['uses']}, until {shown['expires_at']}"
    return f"{shown['id']}  {shown['state']:8} {whom}: {shown['role']}, {rooms}, {used}"
