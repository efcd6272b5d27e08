"""Removing what somebody shows of themselves."""

from django.utils.translation import gettext_lazy as _

from chat.actions import profile_moderation
from chat.actors.actor import Actor
from chat.admin.confirmation import Confirmation, confirmed
from chat.models import User


async def _remove_picture(actor: Actor, user: User, reason: str) -> bool:
    return await profile_moderation.clear_profile(actor, str(user.pk), picture=True, reason=reason)


async def _remove_profile_text(actor: Actor, user: User, reason: str) -> bool:
    return await profile_moderation.clear_profile(actor, str(user.pk), text=True, reason=reason)


remove_picture = confirmed(
    _remove_picture,
    Confirmation(
        title=_("Remove picture…"),
        explains=_("Their initials are shown instead. They can choose another picture."),
        button=_("Remove picture"),
        done=_("Picture removed"),
        already=_("No picture"),
    ),
)
remove_profile_text = confirmed(
    _remove_profile_text,
    Confirmation(
        title=_("Remove profile text…"),
        explains=_(
            "Their pronouns, the line about them and their status are emptied. They can write others."
        ),
        button=_("Remove profile text"),
        done=_("Profile text removed"),
        already=_("No profile text"),
    ),
)
