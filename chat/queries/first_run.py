"""Is there anybody yet? Blocks."""

from django.conf import settings

from chat.accounts.system_id import SYSTEM_ID
from chat.models import User


class Known:
    """Once there was an account, this process does not ask again."""

    set_up = False


def is_set_up() -> bool:
    """Does anybody have an account? One command, until somebody does. Always, where WICK_SETUP is off."""
    if settings.WICK_SETUP and not Known.set_up:
        Known.set_up = has_accounts()
        return Known.set_up
    return True


def has_accounts() -> bool:
    """The account that commands act as is left out."""
    return User.objects.exclude(pk=SYSTEM_ID).exists()
