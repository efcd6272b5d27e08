"""What a sign-in costs before the password is looked at. Functions block.

A name is counted together with the network, so that nobody can keep somebody else out from elsewhere. And a
device that signed in to the account before has a count of its own, so that nobody can do so from the same
network either: it shows a signed cookie, which names the account and holds until the password changes.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core import signing

from chat.models import User
from chat.permissions import limits
from chatsite.proxies import address_group

DEVICE_AGE = 400 * 86400  # seconds that a device is known; browsers keep no cookie for longer
SALT = "chat.device"


@dataclass(frozen=True)
class Attempt:
    """One that was counted: by `device`, or by `name` and `network`."""

    name: str
    network: str
    device: str | None

    def succeeded(self) -> None:
        """Forgets the count of the name or device, and takes this one off the network's: guesses stay."""
        if self.device is not None:
            limits.SIGN_INS_BY_DEVICE.clear(self.device)
            return
        limits.SIGN_INS_BY_NAME.clear(f"{self.network} {self.name}")
        limits.SIGN_INS_BY_ADDRESS.give_back(self.network)


def name_of(login: str) -> str:
    """The user name behind a mail address; what was typed itself, where it is no address of an account.

    A confirmed address is its owner's. One that is not may be anybody's, so it counts where one account alone
    has it.
    """
    address = login.strip()
    if "@" not in address:
        return login
    confirmed = (
        EmailAddress.objects.filter(email=address.lower(), verified=True).select_related("user").first()
    )
    if confirmed is not None and confirmed.user.email.lower() == confirmed.email:
        return str(confirmed.user.username)
    spellings = {address, address.lower(), User.objects.normalize_email(address)}
    found = list(User.objects.filter(email__in=spellings)[:2])
    return found[0].username if len(found) == 1 else login


def count(username: str, address: str, device: str = "") -> Attempt:
    """Counts an attempt. `device`: the cookie of `device_cookie`. Raises Refused for one too many."""
    name = _folded(username)
    attempt = Attempt(name, address_group(address), _known_device(name, device))
    if attempt.device is not None:
        limits.SIGN_INS_BY_DEVICE.take(attempt.device)
    else:
        limits.SIGN_INS_BY_ADDRESS.take(attempt.network)
        limits.SIGN_INS_BY_NAME.take(f"{attempt.network} {name}")
    return attempt


def device_cookie(user: User) -> str:
    """What a browser keeps that signed in as this person: by it, it is known next time."""
    return signing.dumps([str(user.pk), secrets.token_urlsafe(16), _proof(user)], salt=SALT)


def _known_device(name: str, cookie: str) -> str | None:
    """How a device that signed in to the account of this name is called; None for any other."""
    try:
        account, device, proof = signing.loads(cookie, salt=SALT, max_age=DEVICE_AGE)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(folded=name).first()
    known = user is not None and (account, proof) == (str(user.pk), _proof(user))
    return str(device) if known else None


def _proof(user: User) -> str:
    """Another one when the password changes, and the same when SECRET_KEY does."""
    return hashlib.sha256(user.password.encode()).hexdigest()[:32]


def _folded(username: str) -> str:
    """The name as the account is found by it: `" ALICE "` is `alice`."""
    return unicodedata.normalize("NFKC", username).strip().casefold()
