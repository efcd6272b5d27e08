"""What administrators do with files. Blocks."""

from chat.actions.audit import record
from chat.actors.actor import Actor
from chat.files import contents
from chat.files.models import File
from chat.files.stored import files
from chat.permissions.workspace_roles import ADMINISTER, check_stored


def delete_file(actor: Actor, file: File, reason: str) -> bool:
    """Deletes a file permanently; a message that has it stays. Was it there?"""
    check_stored(actor, ADMINISTER)
    row = files().find_one_and_delete({"_id": file.pk.hex}, {"parts": 1})
    if row is None:
        return False
    contents.delete_all(row["_id"], row["parts"])
    record(actor, "delete file", file.room or None, user=str(file.owner_id), reason=reason)
    return True
