"""May somebody take this name? Names that look like those of the staff are the staff's. Blocks."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import User
from chat.protocol.errors import Code, Refused, invalid, too_long
from chat.queries.workspace import workspace_name
from chat.text import names
from chatsite.languages import filled

MOST = 500  # members of the staff whose names are kept for them


def display_name(name: str, user: User | None, username: str = "") -> str:
    """The name as it is stored. `user`: whose it is to be, None for a new account. Raises Refused."""
    name = plain(name, 60)
    if user is None or not user.is_staff:
        others = User.objects.filter(Q(is_staff=True)).values_list("username", "name")[:MOST]
        reserved = [workspace_name(), *(each for pair in others for each in pair if each)]
        for wanted in (name, username):
            if names.is_reserved(wanted, reserved):
                text = _("“%(name)s” is kept for the staff. Choose another name.")
                raise Refused(Code.CONFLICT, filled(text, name=wanted))
    return name


def title(text: str, by_staff: bool) -> str:
    """The title of a room as it is stored. Raises Refused."""
    text = plain(text, 80)
    if not by_staff and names.is_reserved(text, [workspace_name()]):
        reserved = _("“%(title)s” is kept for the staff. Choose another title.")
        raise Refused(Code.CONFLICT, filled(reserved, title=text))
    return text


def plain(text: str, longest: int) -> str:
    """A line of text without characters that hide or turn what is written. Raises Refused."""
    try:
        text = names.cleaned(text)
    except ValidationError as error:
        raise invalid(error) from None
    if len(text) > longest:
        raise too_long(len(text), longest)
    return text
