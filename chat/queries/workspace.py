"""What was decided about the workspace, with what the settings say where nothing was. Functions block."""

from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat.models import Workspace
from chat.models.workspace import KEY

SignUp = Workspace.SignUp


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """Empty fields are those that nobody decided about."""

    own_name: str = ""
    own_sign_up: str = ""
    domains: tuple[str, ...] = ()
    default_rooms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.own_name or settings.SITE_NAME

    @property
    def sign_up(self) -> SignUp:
        """Who may create an account."""
        if self.own_sign_up:
            return SignUp(self.own_sign_up)
        return SignUp.OPEN if settings.SIGN_UP_OPEN else SignUp.CLOSED


class Kept:
    """What this process read last, until a notice says that it changed. `changes` counts the notices, so
    that a reading which began before one is not kept."""

    state: WorkspaceState | None = None
    changes = 0


def stored_workspace() -> WorkspaceState:
    """As it is stored now."""
    row = Workspace.objects.filter(pk=KEY).first()
    if row is None:
        return WorkspaceState()
    return WorkspaceState(row.name, row.sign_up, tuple(row.domains), tuple(row.default_rooms))


def workspace() -> WorkspaceState:
    """For a page: read once, and again when it changed. What the settings say, while the database is away."""
    if Kept.state is not None:
        return Kept.state
    changes = Kept.changes
    try:
        state = stored_workspace()
    except (PyMongoError, DatabaseError):
        return WorkspaceState()
    if changes == Kept.changes:
        Kept.state = state
    return state


def forget_workspace() -> None:
    """It changed: the next page reads it again."""
    Kept.changes += 1
    Kept.state = None


def workspace_name() -> str:
    return workspace().name
