"""Another password for one's own account."""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chat.accounts.identities import digest, proof_of
from chat.actions import mail, sessions, tokens
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions import limits
from chat.protocol.errors import Refused, forbidden, invalid
from chat.storage import notice_log
from chat.storage.executor import in_hashing_thread, in_thread
from chat.storage.transaction import together
from chatsite.mongo.sessions import SessionStore


async def change_password(
    user: User, old: str, new: str, session: SessionStore, *, end_tokens: bool = False
) -> None:
    """Ends all sessions of this person but `session`, which goes on with its open sockets under a new key,
    and with `end_tokens` the tokens of their programs.

    Raises Refused: `rate_limited`, `forbidden` for a wrong old password, `bad_frame` with a sentence when the
    new one is no good.
    """
    await in_thread(limits.PASSWORD_CHANGES.take_for, Actor.of(user))
    if not await in_hashing_thread(check_password, old, user.password):
        raise forbidden(_("That is not your current password."))
    await in_thread(_check_good, user, new)
    user.password = await in_hashing_thread(make_password, new)
    await in_thread(_store, user, session)
    if end_tokens:
        await tokens.revoke_all(user)
    notify(user)


async def set_first_password(user: User, new: str, session: SessionStore) -> None:
    """For an account that has none: it was made by another site, by which its owner signs in. Sessions end as
    by change_password. Raises Refused (`forbidden` where there is a password, `bad_frame`)."""
    await in_thread(limits.PASSWORD_CHANGES.take_for, Actor.of(user))
    if user.has_usable_password():
        raise forbidden(_("You have a password already."))
    await in_thread(_check_good, user, new)
    user.password = await in_hashing_thread(make_password, new)
    await in_thread(_store, user, session)
    notify(user)


def notify(user: User) -> None:
    """Sends a mail that the password was changed, so that somebody else cannot change it unnoticed."""
    if settings.MAIL_WORKS and user.email:
        with suppress(Refused):  # too much mail waits: the password is changed all the same
            mail.send_later("notice", user.email, {"what": _("The password of your account was changed.")})


def _check_good(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise invalid(error) from None


def _store(user: User, session: SessionStore) -> None:
    """The notice of the new key comes first, or those of the new password and of the end of the old key would
    close the sockets of this session too."""
    old_key = session.renew()
    sessions.rename(old_key or "", session.session_key or "")
    renewed = {"session": digest(old_key or ""), "renewed": digest(session.session_key or "")}

    def write() -> None:
        notice_log.append(notice_log.RENEWED, user=str(user.pk), proof=proof_of(user), **renewed)
        user.save(update_fields=["password"])

    together(write)
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    if old_key:
        session.delete(old_key)
