from typing import Any

from django.core.management.base import CommandParser
from msgspec import UNSET

from chat.actions import workspace
from chat.actions.system_account import system_account
from chat.actions.workspace import WorkspaceChange
from chat.management.action import ActionCommand, Error, Said, room_at, run
from chat.models import Room
from chat.queries.workspace import SignUp, stored_workspace


class Command(ActionCommand):
    help = (
        "Shows the settings of the workspace, and changes those that are named: its name, who may sign up, "
        "and the rooms that everyone new joins."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", help="what every page shows; an empty one is SITE_NAME again")
        parser.add_argument("--sign-up", choices=[each.value for each in SignUp], help="who may sign up")
        parser.add_argument(
            "--domain",
            action="append",
            metavar="DOMAIN",
            help="an email domain for --sign-up domain; repeatable",
        )
        parser.add_argument(
            "--default-room",
            action="append",
            metavar="SLUG",
            help="a public room everyone new joins; repeatable",
        )
        parser.add_argument(
            "--no-default-rooms", action="store_true", help="nobody joins a room by being new"
        )

    def act(self, *, name: str | None, sign_up: str | None, domain: list[str] | None, **more: Any) -> Said:
        slugs: list[str] | None = more["default_room"]
        if slugs and more["no_default_rooms"]:
            raise Error("--default-room and --no-default-rooms exclude each other.")
        rooms = [room_at(slug).pk for slug in slugs or ()]
        wanted = WorkspaceChange(
            name=UNSET if name is None else name,
            sign_up=UNSET if sign_up is None else SignUp(sign_up),
            domains=UNSET if domain is None else domain,
            default_rooms=rooms if slugs or more["no_default_rooms"] else UNSET,
        )
        changed = run(workspace.change)(system_account(), wanted)
        return _said(changed)


def _said(changed: bool) -> Said:
    found = stored_workspace()
    slugs = sorted(Room.objects.filter(pk__in=found.default_rooms).values_list("slug", flat=True))
    facts = {
        "name": found.name,
        "sign_up": found.sign_up.value,
        "domains": list(found.domains),
        "default_rooms": slugs,
        "changed": changed,
    }
    lines = [
        f"name           {found.name}",
        f"sign-ups       {found.sign_up.value}",
        f"email domains  {', '.join(found.domains) or 'none'}",
        f"default rooms  {', '.join(slugs) or 'none'}",
    ]
    return Said("\n".join(lines), facts)
