"""Uploading: announcing a file, sending its parts, giving it up. Functions block, and raise Refused."""

import uuid
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.files import checking, contents, quotas
from chat.files.file_names import Announced, alternative, described
from chat.files.stored import Row, State, files
from chat.permissions import limits
from chat.protocol.errors import Code, Refused, not_found
from chat.storage.attached_files import WholeFile

UNUSED = timedelta(days=1)  # after which a file is deleted that no message has
NO_UPLOAD = _("This upload is not available. It may have expired: attach the file again.")


def create(actor: Actor, announced: Announced, length: int) -> Row:
    """Announces a file of `length` bytes."""
    quotas.check_size(length)
    limits.UPLOADS.take_for(actor)
    quotas.check_room_for(actor, length)
    now = datetime.now(UTC)
    row: Row = {
        "_id": uuid.uuid4().hex,
        "owner": actor.key,
        **{"name": announced.name, "alt": announced.alt, "declared": announced.type, "type": ""},
        **{"state": State.UPLOADING.value, "detail": "", "attempts": 0},
        **{"length": length, "offset": 0, "parts": [], "size": length},
        **{"width": None, "height": None, "thumb": False},
        **{"room": "", "post": "", "claimed_at": None, "refused": False},
        **{"created_at": now, "expires_at": now + UNUSED},
    }
    files().insert_one(row)
    try:
        quotas.check_room_for(actor, 0)  # many may have been announced in this moment
    except Refused:
        files().delete_one({"_id": row["_id"]})
        raise
    return row


def own(actor: Actor, id: uuid.UUID) -> Row:
    """Somebody's upload."""
    row = files().find_one({"_id": id.hex, "owner": actor.key})
    if row is None:
        raise not_found(NO_UPLOAD)
    return row


def append(actor: Actor, id: uuid.UUID, offset: int, data: bytes) -> int:
    """Adds what comes at `offset`; how many bytes are here then. After the last part the file is checked."""
    row = own(actor, id)
    upto = _add(row, offset, data)
    if data and upto == row["length"]:
        checking.queue_check(id.hex)
    return upto


def _add(row: Row, offset: int, data: bytes) -> int:
    if row["state"] != State.UPLOADING or row["offset"] != offset:
        raise _elsewhere()
    if not data:
        return offset
    upto = offset + len(data)
    if upto > row["length"] or len(data) > quotas.PART:
        raise Refused(Code.TOO_LONG, _("This is more than was announced."))
    if len(row["parts"]) >= quotas.most_parts(row["length"]):
        raise Refused(Code.BAD_FRAME, _("The parts are too small."))
    key = row["_id"]
    name = contents.store_part(key, data)
    changed = {"offset": upto} | ({"state": State.CHECKING.value} if upto == row["length"] else {})
    stored = files().update_one(
        {"_id": key, "state": State.UPLOADING.value, "offset": offset},
        {"$set": changed, "$push": {"parts": name}},
    )
    if not stored.matched_count:  # another request was quicker, or it was given up
        contents.delete([name])
        raise _elsewhere()
    return upto


def _elsewhere() -> Refused:
    return Refused(Code.CONFLICT, _("The upload is not where you think it is. Ask for its offset."))


def describe(actor: Actor, id: uuid.UUID, alt: str) -> None:
    """Says in words what an image shows, before a message has it."""
    unused = {"_id": id.hex, "owner": actor.key, "post": ""}
    if not files().update_one(unused, {"$set": {"alt": alternative(alt)}}).matched_count:
        raise not_found(NO_UPLOAD)


def cancel(actor: Actor, id: uuid.UUID) -> None:
    """Gives an upload up. One that a message has stays."""
    row = files().find_one_and_delete({"_id": id.hex, "owner": actor.key, "post": ""})
    if row is None:
        raise not_found(NO_UPLOAD)
    contents.delete_all(row["_id"], row["parts"])


def receive(actor: Actor, file: WholeFile) -> str:
    """Takes a whole small file at once, and checks it: of a form that is sent without scripts. Its id."""
    said = described(file.name, file.type, file.alt)
    row = create(actor, said, len(file.data))
    id = uuid.UUID(row["_id"])
    _add(row, 0, file.data)
    checking.check(row["_id"])
    done = own(actor, id)
    if done["state"] != State.READY:
        raise Refused(Code.BAD_FRAME, done["detail"] or _("This file could not be checked. Try again."))
    return str(id)
