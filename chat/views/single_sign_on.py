"""Signing in by another site, which speaks OpenID Connect: whose account it is, and making one."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
    get_adapter,
)
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from requests import RequestException

from chat.actions import external_accounts, newcomers
from chat.models import User
from chat.permissions import limits
from chat.views.account_adapter import is_own
from chatsite.proxies import address_group

FRESH = 300  # seconds since somebody gave their password at the other site


class SingleSignOn(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[Any]:
        """The providers of the settings, and none of the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Who may sign in there is for that site to say, whatever the rule for sign-ups is."""
        return True

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account of an address that both sites have confirmed. Any other one may be somebody else's."""
        for address in sociallogin.email_addresses:
            rows = EmailAddress.objects.filter(email=address.email.lower(), verified=True)
            found = rows.select_related("user").first() if address.verified else None
            if found is not None and found.user.email.lower() == found.email:
                return found.user, found.email
        return None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Names as that site has them; save_user makes of them what may be stored here."""
        user: User = sociallogin.user
        user.username, user.name = str(data.get("username") or ""), str(data.get("name") or "")
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A new account, with the address if that site has confirmed it."""
        limits.SIGN_UPS.take(address_group(request.META.get("REMOTE_ADDR")))
        confirmed = [each for each in sociallogin.email_addresses if each.verified]
        email = confirmed[0].email.lower() if confirmed else ""
        names = sociallogin.user
        sociallogin.user = external_accounts.create(names.username, names.name, email)
        sociallogin.email_addresses = confirmed
        sociallogin.save(request)
        async_to_sync(newcomers.welcome)(sociallogin.user)
        return sociallogin.user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("linked-accounts")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Somebody is back who was sent there to confirm that it is them (chat.views.linked_accounts)."""
        if sociallogin.state.get("process") == AuthProcess.REDIRECT:
            raise ImmediateHttpResponse(confirmed_elsewhere(request, sociallogin))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        """Cancelled there, begun too long ago, or that site does not answer."""
        notes.error(request, _("Signing in with %(site)s did not work. Try again.") % {"site": provider.name})
        raise ImmediateHttpResponse(redirect("sign-in"))


@require_safe
def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the other site, to sign in."""
    return go(request, provider_id, AuthProcess.LOGIN, next_page(request))


@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from there."""
    return views.callback(request, provider_id)


def go(request: HttpRequest, provider_id: str, process: str, next_url: str, **asked: str) -> HttpResponseBase:
    """To the other site. What is begun is kept in a session, so how often one network begins is limited.

    `asked`: what is asked of that site beside the usual. Of what stands in the address nothing is passed on.
    """
    limits.BEGUN_SIGN_INS.take(address_group(request.META.get("REMOTE_ADDR")))
    try:
        provider = get_adapter().get_provider(request, provider=provider_id)
        return provider.redirect(request, process=process, next_url=next_url or None, auth_params=asked)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, ImmediateHttpResponse):
        notes.error(request, _("Signing in with %(site)s did not work. Try again.") % {"site": provider.name})
        return redirect("sign-in")


def next_page(request: HttpRequest) -> str:
    """Where to go on, if it is a place of ours."""
    wanted = request.GET.get("next", "")
    return wanted if is_own(request, wanted) else ""


def confirmed_elsewhere(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Goes on where they wanted to, if they have signed in there just now, as who is signed in here."""
    account = sociallogin.account
    is_same = sociallogin.is_existing and sociallogin.user == request.user
    if not is_same or not _is_fresh(account.extra_data):
        notes.error(request, _("It could not be confirmed that it is you. Sign in there again."))
        return redirect("settings")
    by = {"provider": account.provider, "uid": account.uid}
    record_authentication(request, request.user, "socialaccount", reauthenticated=True, **by)
    return redirect(sociallogin.get_redirect_url(request) or "settings")


def _is_fresh(data: dict[str, Any]) -> bool:
    """Does that site say that they gave their password there just now? One that does not say when is
    believed: it was asked for it."""
    at = (data.get("id_token") or {}).get("auth_time")
    return at is None or (isinstance(at, int) and at > time.time() - FRESH)
