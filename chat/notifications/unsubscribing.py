"""The link in a mail that ends these mails without signing in. It is signed, and does not expire."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from chat.models import User

SALT = "chat.notifications.email"


def link_for(user: User) -> str:
    token = signing.Signer(salt=SALT).sign(user.pk.hex)
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def user_of(token: str) -> User | None:
    """Whose link it is; None where it is none of ours."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key).first()
