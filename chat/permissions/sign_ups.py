"""Who may create an account? Functions block."""

from django.utils.translation import gettext_lazy as _

from chat.permissions.invitations import InvitationLink
from chat.protocol.errors import forbidden
from chat.queries.first_run import is_set_up
from chat.queries.workspace import SignUp, stored_workspace
from chatsite.languages import Text

REFUSALS: dict[SignUp, Text] = {
    SignUp.INVITATION: _("You need an invitation to create an account. Ask somebody here for a link."),
    SignUp.DOMAIN: _("You need an email address of this organization, or an invitation."),
    SignUp.CLOSED: _("Sign-ups are closed. Ask an administrator for an account."),
}


def check_set_up() -> None:
    """Nobody comes before the administrator, who comes by the setup link. Raises Refused."""
    if not is_set_up():
        raise forbidden(_("This site is not set up yet."))


def check_open() -> None:
    """May everyone create an account? Raises Refused."""
    check_set_up()
    sign_up = stored_workspace().sign_up
    if sign_up != SignUp.OPEN:
        raise forbidden(REFUSALS[sign_up])


def may_sign_up_by(link: InvitationLink) -> bool:
    """May somebody create an account by this link? By that of the staff, unless sign-ups are closed; by any
    other one where everyone may."""
    sign_up = stored_workspace().sign_up
    return sign_up == SignUp.OPEN or (link.brings_new_people and sign_up != SignUp.CLOSED)


def check_sign_up_by(link: InvitationLink) -> None:
    """Raises Refused."""
    check_set_up()
    if not may_sign_up_by(link):
        sign_up = stored_workspace().sign_up
        if sign_up == SignUp.CLOSED:
            raise forbidden(REFUSALS[sign_up])
        raise forbidden(_("This link is for people who have an account here. Sign in to use it."))


def check_domain(email: str) -> None:
    """May the owner of this address create an account because of its domain? Raises Refused."""
    check_set_up()
    found = stored_workspace()
    if found.sign_up != SignUp.DOMAIN:
        raise forbidden(
            REFUSALS[found.sign_up]
            if found.sign_up != SignUp.OPEN
            else _("Everyone can create an account here.")
        )
    if email.rpartition("@")[2].lower() not in found.domains:
        raise forbidden(REFUSALS[SignUp.DOMAIN])
