"""Other sites by which people sign in, which speak OpenID Connect, as the environment names them."""

import re
from typing import Any
from urllib.parse import urlsplit

from chatsite.environment import env, is_address, refuse, secret, strings

FIRST = "oidc"  # the id of the one site of OIDC_ISSUER
ID = re.compile(r"[a-z][a-z0-9-]{0,30}")

Provider = dict[str, Any]


def openid_providers() -> list[Provider]:
    """In the form that allauth takes: the site of OIDC_ISSUER, and those whose ids OIDC_PROVIDERS has."""
    found = []
    if env.str("OIDC_ISSUER", default=""):
        names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
        found.append(_provider(FIRST, *names))
    for id in strings("OIDC_PROVIDERS", []):
        if not ID.fullmatch(id) or id in {each["provider_id"] for each in found}:
            refuse(f"OIDC_PROVIDERS takes names such as google, each once, not {id!r}")
        prefix = f"OIDC_{id.upper().replace('-', '_')}"
        parts = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME")
        found.append(_provider(id, *(f"{prefix}_{part}" for part in parts)))
    return found


def _provider(id: str, issuer: str, client: str, proof: str, name: str) -> Provider:
    """That of these variables."""
    url = env.str(issuer, default="").rstrip("/")
    if not is_address(url) or urlsplit(url).scheme not in ("http", "https"):
        refuse(f"{issuer} takes an address such as https://login.example.org, not {url!r}")
    client_id, client_secret = env.str(client, default=""), secret(proof)
    if not client_id or not client_secret:
        refuse(f"{issuer} needs {client} and {proof} beside it.")
    return {
        "provider_id": id,
        "name": env.str(name, default="") or urlsplit(url).hostname,
        "client_id": client_id,
        "secret": client_secret,
        "settings": {"server_url": url},
    }
