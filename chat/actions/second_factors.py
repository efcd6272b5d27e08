"""Codes of second factors, each of which is used once, and second factors that were lost. Functions block."""

from collections.abc import Mapping

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from bson import Int64, ObjectId
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chat.actions import mail
from chat.actions.audit import record
from chat.actors.actor import Actor
from chat.models import User
from chat.protocol.errors import forbidden, no_user
from chat.storage.collections import collection
from chat.storage.transaction import together

TYPES = Authenticator.Type


def use_code(user: User, code: str) -> Authenticator | None:
    """The app or the recovery codes that this code is of, if it is valid and was not used before.

    MongoDB itself decides which one of two uses at the same moment is the first, so it holds for all
    instances, and without the cache.
    """
    for row in Authenticator.objects.filter(user_id=user.pk, type__in=[TYPES.TOTP, TYPES.RECOVERY_CODES]):
        used = _use_app_code if row.type == TYPES.TOTP else _use_recovery_code
        if used(row, code):
            row.user = user
            return row
    return None


def _use_app_code(row: Authenticator, code: str) -> bool:
    """Codes of an app are numbered by their time. After one was used, only later ones are accepted."""
    secret = decrypt(row.data["secret"])
    counters = [
        counter
        for counter in yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter)))
    ]
    if not counters:
        return False
    unused = {"$or": [{"data.used": None}, {"data.used": {"$lt": counters[-1]}}]}
    return _change(row, unused, {"$set": {"data.used": counters[-1]}})


def _use_recovery_code(row: Authenticator, code: str) -> bool:
    for number, each in enumerate(RecoveryCodes(row).generate_codes()):
        if compare_user_code(actual=code, expected=each):
            unused = {"data.seed": row.data["seed"], "data.used_mask": {"$bitsAllClear": [number]}}
            return _change(row, unused, {"$bit": {"data.used_mask": {"or": Int64(1 << number)}}})
    return False


def _change(row: Authenticator, unused: Mapping[str, object], change: Mapping[str, object]) -> bool:
    rows = collection(Authenticator._meta.db_table)
    return rows.update_one({"_id": ObjectId(str(row.pk)), **unused}, change).modified_count == 1


def remove(actor: Actor, user_id: str, reason: str = "") -> bool:
    """Takes the app, the passkeys and the recovery codes off somebody's account. They sign in by the password
    alone from then on, and get a mail about it. Were there any? For administrators, and not for their own
    account, which they change in the settings."""
    if not actor.trusted:
        if not User.objects.filter(pk=actor.id, is_superuser=True).exists():
            raise forbidden(_("Only an administrator may do this."))
        if actor.id == user_id:
            raise forbidden(_("You change your own second factor in the settings."))
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise no_user()
    if not together(lambda: _remove(actor, user, reason)):
        return False
    if settings.MAIL_WORKS and user.email:
        what = _("An administrator removed the second factor from your account.")
        mail.send_later("notice", user.email, {"what": what})
    return True


def _remove(actor: Actor, user: User, reason: str) -> bool:
    rows = Authenticator.objects.filter(user_id=user.pk)
    if not rows.exists():
        return False
    rows.delete()
    record(actor, "remove second factor", user=str(user.pk), reason=reason)
    return True
