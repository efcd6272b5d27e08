"""The pictures that people show of themselves. Each has its files under its own digest, for good."""

import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import User
from chat.permissions import limits
from chat.protocol.errors import Code, Refused, forbidden, unavailable
from chat.storage import collections, notice_log
from chat.storage.executor import in_thread
from chat.text.picture_names import SIZES, picture_name
from chatsite import pictures
from chatsite.languages import filled

logger = logging.getLogger(__name__)

BYTES = 900 * 1024  # of an upload: a request of more than 1 MiB is not read at all


async def set_picture(user: User | Actor, data: bytes) -> None:
    """The middle of a JPEG, PNG, WebP or GIF file. Raises Refused (`too_long`, `bad_frame`,
    `unavailable`)."""
    actor = Actor.of(user)
    if len(data) > BYTES:
        text = _("The picture is larger than %(most)d KB. Choose a smaller one.")
        raise Refused(Code.TOO_LONG, filled(text, most=BYTES // 1024))
    await in_thread(limits.PICTURES.take_for, actor)
    await in_thread(_store, actor, data)


async def remove_picture(user: User | Actor) -> None:
    await in_thread(forget_picture, Actor.of(user).key)


def forget_picture(key: str) -> None:
    """Takes somebody's picture away, with its files. `key`: of the user. Blocks."""
    _replace(key, "")


def _store(actor: Actor, data: bytes) -> None:
    files = _squares(data)
    digest = hashlib.blake2s(b"".join(files.values()), digest_size=16).hexdigest()
    for size, file in files.items():
        name = picture_name(actor.key, digest, size)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(file))
    if not _replace(actor.key, digest):
        _delete(actor.key, digest)
        raise forbidden(_("This account is gone."))


def _squares(data: bytes) -> dict[int, bytes]:
    try:
        return pictures.squares(data, tuple(SIZES.values()))
    except pictures.NotAPicture:
        text = _("This file is not a picture that can be shown. Choose a JPEG, PNG, WebP or GIF file.")
        raise Refused(Code.BAD_FRAME, text) from None
    except pictures.TooManyPixels:
        raise Refused(Code.TOO_LONG, _("The picture has too many pixels. Choose a smaller one.")) from None
    except pictures.Busy:
        text = _("Many pictures are being uploaded. Try again in a few seconds.")
        raise unavailable(text, retry_after=10.0) from None


def _replace(key: str, digest: str) -> bool:
    """Shows another picture, or none (""), and deletes the one before. Is there such a user?"""
    users = collections.collection(User._meta.db_table)
    before: dict[str, Any] | None = users.find_one_and_update(
        {"_id": key}, {"$set": {"picture": digest}}, {"picture": 1}
    )
    if before is None:
        return False
    notice_log.append(notice_log.PROFILE, user=str(User._meta.pk.to_python(key)))
    if (old := before.get("picture")) and old != digest:
        _delete(key, old)
    return True


def _delete(key: str, digest: str) -> None:
    for size in SIZES.values():
        default_storage.delete(picture_name(key, digest, size))
