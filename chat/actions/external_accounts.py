"""Accounts of people who sign in by another site, and what they are linked to there. Functions block."""

import re
from collections.abc import Iterator
from contextlib import suppress

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from chat.actions import mail
from chat.actions.naming import display_name
from chat.models import User
from chat.models.user import username_shape
from chat.permissions.sign_ups import check_set_up
from chat.protocol.errors import Code, Refused
from chat.storage.transaction import together

MOST = 50  # numbers that are tried after a name that is taken
LONGEST = User._meta.get_field("username").max_length or 32


def create(username: str, name: str, email: str) -> User:
    """A new account without a password. `username` and `name` are as the other site has them: the first user
    name is taken that may be, and is free here. `email` was confirmed there. Raises Refused."""
    check_set_up()
    for candidate in _candidates(username, email):
        user = User(username=candidate, name=_shown(name, candidate), email=email)
        user.set_unusable_password()
        try:
            user.clean_fields(exclude=["password", "folded"])
            if not User.objects.filter(folded=candidate.casefold()).exists():
                user.save(force_insert=True)
                return user
        except (ValidationError, IntegrityError):
            continue
    raise Refused(
        Code.CONFLICT, _("No user name could be found for you. Ask an administrator for an account.")
    )


def unlink(user: User, id: str) -> bool:
    """They do not sign in by this account at another site any more. Was it theirs?

    Raises Refused (`conflict`) where they have no other way to sign in.
    """
    if not together(lambda: _unlink(user, id)):
        return False
    if settings.MAIL_WORKS and user.email:
        with suppress(Refused):  # too much mail waits
            what = _("An account at another site was unlinked from your account.")
            mail.send_later("notice", user.email, {"what": what})
    return True


def _unlink(user: User, id: str) -> bool:
    linked = list(SocialAccount.objects.filter(user=user))
    rest = [each for each in linked if str(each.pk) != id]
    if len(rest) == len(linked):
        return False
    known = {each["provider_id"] for each in settings.OPENID_PROVIDERS}
    has_passkey = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
    if not (user.has_usable_password() or has_passkey or any(each.provider in known for each in rest)):
        raise Refused(Code.CONFLICT, _("You have no other way to sign in. Set a password first."))
    User.objects.filter(pk=user.pk).update(last_login=user.last_login)  # of two at once, one waits
    SocialAccount.objects.filter(pk=id, user=user).delete()
    return True


def _candidates(username: str, email: str) -> Iterator[str]:
    """User names of our shape, made of what is known, that nobody of the staff is to be taken for."""
    for text in (username, email, "member"):
        base = re.sub(r"[^a-zA-Z0-9._-]", "", text.partition("@")[0]).lstrip("._-")[: LONGEST - 2]
        for number in ("", *range(2, MOST)):
            candidate = f"{base}{number}"
            if username_shape.regex.match(candidate) and _may_be_taken(candidate):  # type: ignore[union-attr]
                yield candidate


def _may_be_taken(username: str) -> bool:
    try:
        display_name("", None, username)
    except Refused:
        return False
    return True


def _shown(name: str, username: str) -> str:
    """The display name; empty, which shows the user name, where this one may not be."""
    try:
        return display_name(name[:60], None, username)
    except Refused:
        return ""
