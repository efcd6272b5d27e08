"""Help for those who have lost their second factor, by administrators."""

from django.utils.translation import gettext_lazy as _

from chat.actions import second_factors
from chat.actors.actor import Actor
from chat.admin.confirmation import Confirmation, confirmed
from chat.models import User
from chat.storage.executor import in_thread


async def _remove_second_factor(actor: Actor, user: User, reason: str) -> bool:
    return await in_thread(second_factors.remove, actor, str(user.pk), reason)


remove_second_factor = confirmed(
    _remove_second_factor,
    Confirmation(
        title=_("Remove second factor…"),
        explains=_(
            "Their app, passkeys and recovery codes are not accepted any more: they sign in by the password "
            "alone. Make sure that it is really them who ask."
        ),
        button=_("Remove second factor"),
        done=_("Removed"),
        already=_("No second factor"),
    ),
)
