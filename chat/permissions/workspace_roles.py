"""What each role in the workspace may do: one table. docs/moderators.md shows it.

What somebody may do in a room by their role there is in chat.permissions.room_access.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import User
from chat.protocol.errors import forbidden
from chatsite.languages import Text

Role = User.Role
ADMINISTRATORS = (Role.ADMINISTRATOR,)
STAFF = (Role.ADMINISTRATOR, Role.MODERATOR)
MEMBERS = (Role.ADMINISTRATOR, Role.MODERATOR, Role.MEMBER)
EVERYONE = tuple(Role)


@dataclass(frozen=True)
class Right:
    """Something that these roles may do. `refusal`: the answer to everyone else."""

    text: Text
    roles: tuple[User.Role, ...]
    refusal: Text = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """The roles as an actor has them: an enumeration is compared for each event."""
        return frozenset(role.value for role in self.roles)


USE_OWN_ROOMS = Right(_("Read and write in the rooms that they belong to"), EVERYONE)
FIND_ROOMS = Right(_("Find public rooms, read them and join them"), MEMBERS)
CREATE_ROOMS = Right(_("Create rooms"), MEMBERS, _("Guests cannot create rooms."))
FIND_PEOPLE = Right(_("Find people with whom they share no room"), MEMBERS)
INVITE_TO_ROOMS = Right(
    _("Make invitation links to rooms where they may add people"),
    MEMBERS,
    _("Guests cannot make invitation links."),
)
INVITE_PEOPLE = Right(
    _("Invite new people, as members or guests"),
    STAFF,
    _("Only the staff may invite people who have no account."),
)
MODERATE = Right(_("Moderate every room that they may enter"), STAFF, _("Only a moderator may do this."))
RUN_WORKSPACE = Right(
    _("Archive rooms, suspend accounts, announce, use the admin"), STAFF, _("Only the staff may do this.")
)
ADMINISTER = Right(
    _("Change the workspace, give roles, change accounts, revoke tokens, delete permanently"),
    ADMINISTRATORS,
    _("Only an administrator may do this."),
)
RIGHTS = (
    USE_OWN_ROOMS,
    FIND_ROOMS,
    CREATE_ROOMS,
    FIND_PEOPLE,
    INVITE_TO_ROOMS,
    INVITE_PEOPLE,
    MODERATE,
    RUN_WORKSPACE,
    ADMINISTER,
)


def may(actor: Actor, right: Right) -> bool:
    return actor.trusted or actor.role in right.names


def check(actor: Actor, right: Right) -> None:
    """Raises Refused."""
    if not may(actor, right):
        raise forbidden(right.refusal)


def check_stored(actor: Actor, right: Right) -> None:
    """The same by the role that is stored now. Blocks."""
    user = None if actor.trusted else User.objects.filter(pk=actor.id).first()
    check(Actor.of(user) if user else actor, right)
