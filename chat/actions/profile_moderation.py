"""Taking away what somebody shows of themselves. Their user name and display name stay."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chat.actions.audit import record
from chat.actions.pictures import forget_picture
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.workspace_roles import ADMINISTER, RUN_WORKSPACE, check_stored
from chat.protocol.errors import Code, Refused, no_user
from chat.storage import notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together

EMPTY: dict[str, str | datetime | None] = {
    "pronouns": "",
    "about": "",
    "status_emoji": "",
    "status_text": "",
    "status_until": None,
}


async def clear_profile(
    user: User | Actor, user_id: str, *, picture: bool = False, text: bool = False, reason: str = ""
) -> bool:
    """Removes somebody's picture, or what they say of themselves: pronouns, the line about them and their
    status. Was there anything? For the staff; of administrators, for administrators. Raises Refused."""
    actor = Actor.of(user)
    return await in_thread(_clear, actor, user_id, picture, text, reason)


def _clear(actor: Actor, user_id: str, picture: bool, text: bool, reason: str) -> bool:
    check_stored(actor, RUN_WORKSPACE)
    if not (picture or text):
        raise Refused(Code.BAD_FRAME, _("Choose what to remove."))
    shows_picture, changed = together(lambda: _store(actor, user_id, picture, text, reason))
    if shows_picture:
        forget_picture(UUID(user_id).hex)
    return changed


def _store(actor: Actor, user_id: str, picture: bool, text: bool, reason: str) -> tuple[bool, bool]:
    """Was there a picture that is to go, and was there anything?"""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise no_user()
    if user.is_superuser:
        check_stored(actor, ADMINISTER)
    shows_picture = picture and bool(user.picture)
    says_something = text and any(getattr(user, field) for field in EMPTY)
    if shows_picture:
        record(actor, "remove picture", user=user_id, reason=reason)
    if says_something:
        User.objects.filter(pk=user_id).update(**EMPTY)
        notice_log.append(notice_log.PROFILE, user=user_id)
        record(actor, "remove profile text", user=user_id, reason=reason)
    return shows_picture, shows_picture or says_something
