"""A link by mail, for those who forgot their password."""

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from chat.actions import mail
from chat.models import User
from chat.permissions import limits
from chat.protocol.errors import forbidden
from chat.storage.executor import in_thread, start_in_mail_thread
from chatsite.proxies import address_group

logger = logging.getLogger(__name__)


async def request(email: str, address: str) -> None:
    """Has a link sent to the accounts with this email address; returns before any is looked up.

    So neither the answer nor its time shows whether there is an account. `address`: the IP address that asks.
    Raises Refused: `forbidden` where no mail is sent, `rate_limited`, `unavailable` when too much waits.
    """
    if not settings.MAIL_WORKS:
        raise forbidden(_("Password resets by email are not set up here. Ask an administrator."))
    await in_thread(_count, email, address)
    start_in_mail_thread(_send_to, email)


def _count(email: str, address: str) -> None:
    limits.RESETS_BY_ADDRESS.take(address_group(address))
    limits.RESETS_BY_RECIPIENT.take(email.strip().casefold())


def _send_to(email: str) -> None:
    try:
        for user in User.objects.filter(email__iexact=email, is_active=True, suspended_at=None):
            # Characters that only look alike under iexact would send somebody else's link elsewhere.
            if user.has_usable_password() and user.email.casefold() == email.casefold():
                _send(user)
    except Exception as error:
        logger.warning("A mail with a link for a new password could not be sent: %s", error)


def _send(user: User) -> None:
    """The text holds nothing that the one who asks, or who made the account, could choose."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
    mail.send("reset", user.email, {"link": f"{settings.SITE_URL}{path}"})
