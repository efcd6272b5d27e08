"""The site's own account: commands act and write in its name."""

from chat.accounts.system_id import SYSTEM_ID as ID
from chat.actors.actor import Actor
from chat.models import User
from chat.queries.workspace import workspace_name

USERNAME = "house"  # by which the version before finds it (decision 60)


def system_account(name: str = "") -> Actor:
    """The account that commands act as, made on first use. Blocks.

    It is known by its id, never by its user name, which a user may have taken before it was made.
    """
    user = User.objects.filter(id=ID).first() or _make(name)
    return Actor.of(user, trusted=True)


def _make(name: str) -> User:
    taken = User.objects.filter(folded=USERNAME).exists()
    username = f"{USERNAME}-{ID.hex[:8]}" if taken else USERNAME
    fields = {"username": username, "name": name or workspace_name(), "is_active": False, "password": "!"}
    return User.objects.get_or_create(id=ID, defaults=fields)[0]
