"""Whether somebody has shown a second factor in this session, and asking for it."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def was_shown(request: HttpRequest) -> bool:
    """Was a code or a passkey given in this session, by somebody who still has one?"""
    given = any(each.get("method") == "mfa" for each in get_authentication_records(request, request.user))
    return given and bool(_kinds(request))


def ask_for_it(request: HttpRequest, wanted: str) -> HttpResponse:
    """Asks for the one that they have, and goes on to `wanted`; or has them set one up."""
    kinds = _kinds(request)
    if not kinds:
        messages.error(request, _("The admin needs a second factor. Set one up, then open the admin again."))
        return redirect("mfa_index")
    page = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(page)}?{urlencode({'next': wanted})}")


def _kinds(request: HttpRequest) -> set[str]:
    """The kinds that this person has set up, looked up once a request."""
    found: set[str] | None = getattr(request, "second_factors", None)
    if found is None:
        found = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
        request.second_factors = found  # type: ignore[attr-defined]
    return found - {Authenticator.Type.RECOVERY_CODES}
