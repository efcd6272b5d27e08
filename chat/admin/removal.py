"""Deleting rooms and accounts permanently, by administrators."""

from django.utils.translation import gettext_lazy as _

from chat.actions.removal import delete_account, delete_room
from chat.actors.actor import Actor
from chat.admin.confirmation import Confirmation, confirmed
from chat.models import Room, User
from chat.storage.executor import in_thread


def _uncounted(events: int) -> None:
    """The admin shows no progress."""


async def _delete_room(actor: Actor, room: Room, reason: str) -> None:
    await in_thread(lambda: delete_room(actor, room.pk, reason, _uncounted))


async def _delete_account(actor: Actor, user: User, reason: str) -> None:
    work = lambda: delete_account(actor, str(user.pk), reason, _uncounted, with_messages=False)  # noqa: E731
    await in_thread(work)


remove_room = confirmed(
    _delete_room,
    Confirmation(
        title=_("Delete permanently…"),
        explains=_(
            "All messages of the room are deleted and cannot be restored. The address is never used again."
        ),
        button=_("Delete permanently"),
        done=_("Deleted"),
        already=_("Already deleted"),
    ),
)
remove_account = confirmed(
    _delete_account,
    Confirmation(
        title=_("Delete account…"),
        explains=_(
            "The account cannot be restored. Its messages stay, under “Deleted account”; "
            "the command deleteperson --messages deletes that too."
        ),
        button=_("Delete account"),
        done=_("Deleted"),
        already=_("Already deleted"),
    ),
)
