"""Whether somebody wants not to be disturbed. Asks nothing of the database."""

from datetime import datetime

from chat.models import User


def is_quiet(user: User, at: datetime) -> bool:
    """Is this moment within their quiet hours, or before the end of a "do not disturb" that they set?
    `at` is aware."""
    return user.quiet_hours.covers(at)
