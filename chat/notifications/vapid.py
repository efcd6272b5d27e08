"""The key pair by which push services know this site (RFC 8292). Functions block."""

import time
from email.utils import parseaddr

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings
from django.db import IntegrityError

from chat.notifications.models import PushSubscription, VapidKey
from chatsite.push_keys import decoded, encoded, read

SITE = "site"  # the id of the one key
VALID = 12 * 3600  # seconds that a signature is valid; push services take a day at most


def private_key() -> ec.EllipticCurvePrivateKey:
    """That of the settings; else the stored one, which is made when it is first asked for."""
    return read(settings.WICK_VAPID_KEY or _stored() or _store_new())


def public_key() -> str:
    """As browsers take it: base64url of the uncompressed point."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return encoded(point)


def authorization(origin: str) -> str:
    """The header that signs a request to this push service."""
    key = private_key()
    claims = {"aud": origin, "exp": int(time.time()) + VALID, "sub": _contact()}
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return f"vapid t={jwt.encode(claims, key, algorithm='ES256')}, k={encoded(point)}"


def replace() -> None:
    """Makes another key pair, and forgets every subscription: they are bound to the old one."""
    VapidKey.objects.filter(pk=SITE).delete()
    _store_new()
    PushSubscription.objects.all().delete()


def read_public(text: str) -> ec.EllipticCurvePublicKey:
    """A browser's public key: base64url of the uncompressed point. Raises ValueError."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(text))


def _stored() -> str:
    return VapidKey.objects.filter(pk=SITE).values_list("private", flat=True).first() or ""


def _store_new() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    try:
        VapidKey.objects.create(id=SITE, private=text)
    except IntegrityError:  # another process was quicker
        return _stored()
    return text


def _contact() -> str:
    """Whom a push service writes to when something is wrong with what this site sends."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    is_public = settings.SITE_URL.startswith("https://")
    return settings.SITE_URL if is_public else f"mailto:{address}"
