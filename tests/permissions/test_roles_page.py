"""docs/moderators.md shows what each role may do, in the workspace and in a room, as the code has it."""

from chat.permissions.workspace_roles import RIGHTS, Role
from deploy.local.process import ROOT
from tests.permissions.test_every_action import ROWS

PAGE = ROOT / "docs" / "moderators.md"
IN_A_ROOM = {
    "Read": "read_markers.mark_read",
    "Write, and react": "messages.post",
    "Change their own messages": "messages.edit",
    "Set what they are notified of": "own_settings.set_level",
    "Add people": "memberships.add",
    "Delete messages of others, and restore them": "messages.restore",
    "Remove people": "moderation.kick",
    "Ban people, and lift bans": "moderation.ban",
    "Make moderators": "memberships.set_moderator",
    "Change title, topic and rules": "rooms.describe",
    "Make owners": "memberships.set_owner",
    "Make it private or public": "rooms.set_private",
    "Archive it": "rooms.archive",
    "Delete it for good": "removal.delete_room",
}
ROLES = {
    "Owner": "owner",
    "Moderator": "moderator",
    "Member": "member",
    "Guest": "guest",
    "Moderator of the workspace": "workspace moderator",
    "Administrator": "administrator",
}
OWN = {"messages.edit"}  # by its author, in any role


def test_the_page_has_the_table_of_the_code() -> None:
    head = f"| | {' | '.join(str(role.label) for role in Role)} |"
    rows = [
        f"| {right.text} | {' | '.join('yes' if role in right.roles else '' for role in Role)} |"
        for right in RIGHTS
    ]
    table = "\n".join([head, "| --- " * (len(Role) + 1) + "|", *rows])
    assert table in PAGE.read_text()


def test_the_page_has_the_table_of_rights_in_a_room() -> None:
    head = f"| | {' | '.join(ROLES)} |"
    rows = [
        f"| {text} | {' | '.join('yes' if _may(action, role) else '' for role in ROLES.values())} |"
        for text, action in IN_A_ROOM.items()
    ]
    table = "\n".join([head, "| --- " * (len(ROLES) + 1) + "|", *rows])
    assert table in PAGE.read_text(), table


def _may(action: str, role: str) -> bool:
    return action in OWN or role in ROWS[action].who
