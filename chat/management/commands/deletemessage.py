import uuid
from typing import Any

from django.core.management.base import CommandParser

from chat.actions import messages
from chat.actions.system_account import system_account
from chat.management.action import ActionCommand, Said, add_reason, room_at, run
from chat.storage import event_log


class Command(ActionCommand):
    help = "Deletes a message, as a moderator does: its text stays in the log, and --undo restores it."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("seq", type=int, help="the number of the message in the room")
        parser.add_argument("--undo", action="store_true", help="restore it")
        add_reason(parser)

    def act(self, *, slug: str, seq: int, undo: bool, reason: str, **_: Any) -> Said:
        room, made = room_at(slug), str(uuid.uuid4())
        before = event_log.head(room.pk)
        action = messages.restore if undo else messages.delete
        answer = run(action)(system_account(), room.pk, made, seq, reason)
        changed = answer > before
        sentence = (
            f"{slug}/{seq} is {'not deleted' if undo else 'deleted'} {'now' if changed else 'already'}."
        )
        return Said(sentence, {"room": room.pk, "seq": seq, "deleted": not undo, "changed": changed})
