"""Keys of web push, as settings, browsers and push services write them. No I/O."""

import base64

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

LENGTH = 32  # bytes of a private key


def read(text: str) -> ec.EllipticCurvePrivateKey:
    """A private key in PEM, or the 32 bytes of it in base64url. Raises ValueError."""
    try:
        if "-----" in text:
            key = load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
        else:
            key = ec.derive_private_key(_number(decoded(text)), ec.SECP256R1())
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(str(error)) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("It is no key of the curve P-256.")
    return key


def _number(data: bytes) -> int:
    if len(data) != LENGTH:
        raise ValueError(f"It has {len(data)} bytes, and not {LENGTH}.")
    return int.from_bytes(data)


def encoded(data: bytes) -> str:
    """base64url, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
