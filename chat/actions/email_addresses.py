"""The mail address of an account: changed by a link that is sent to the new one. Functions block.

`User.email` is the address that counts. The rows of allauth say whether it is confirmed, and which one is
to replace it.
"""

from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import User
from chat.permissions import limits
from chat.protocol.errors import forbidden


def is_confirmed(user: User) -> bool:
    return EmailAddress.objects.filter(user_id=user.pk, email=user.email.lower(), verified=True).exists()


def pending(user: User) -> str:
    """The address to which it is to be changed; empty where there is none."""
    rows = EmailAddress.objects.filter(user_id=user.pk, verified=False).exclude(email=user.email.lower())
    return str(rows.order_by("-pk").values_list("email", flat=True).first() or "")


def request_change(user: User, email: str) -> None:
    """Sends a link to this address, which is the account's when the link was followed; the one that it has
    already is confirmed so.

    Nothing shows whether another account has the address. Raises Refused: `forbidden` where no mail is sent,
    `rate_limited`, `unavailable` when too much waits.
    """
    if not settings.MAIL_WORKS:
        raise forbidden(_("Email is not set up here. Ask an administrator."))
    limits.EMAIL_CHANGES.take_for(Actor.of(user))
    limits.RESETS_BY_RECIPIENT.take(email.strip().casefold())
    current = user.email.lower()
    if current:  # it is notified of the change
        EmailAddress.objects.get_or_create(user=user, email=current)
    wanted = {current, email.lower()}
    EmailAddress.objects.filter(user_id=user.pk, verified=False).exclude(email__in=wanted).delete()
    address, _created = EmailAddress.objects.get_or_create(user=user, email=email.lower())
    if not address.verified:
        EmailConfirmation.objects.filter(email_address=address).delete()
        EmailConfirmation.create(address).send()


def confirm_by_link(user: User) -> None:
    """Somebody followed a link that was sent to the account's address: it is theirs."""
    if not user.email or EmailAddress.objects.is_verified(user.email):
        return
    address, _created = EmailAddress.objects.get_or_create(user=user, email=user.email.lower())
    if address.set_verified():
        address.set_as_primary(conditional=True)


def forget(user: User) -> None:
    """The address was changed by the staff: nothing is known of it."""
    EmailAddress.objects.filter(user_id=user.pk).delete()
